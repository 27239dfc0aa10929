namespace Gantry.Console.Upstreams;

/// <summary>The providers that people choose from, the usual ones first.</summary>
internal static class Presets
{
    public static readonly IReadOnlyList<Preset> All =
    [
        new("anthropic", "anthropic", "Anthropic") { KeyPage = "https://console.anthropic.com/settings/keys", AddressLike = "https://api.anthropic.com" },
        new("openai", "openai", "OpenAI") { KeyPage = "https://platform.openai.com/api-keys", AddressLike = "https://api.openai.com" },
        new("gemini", "gemini", "Google Gemini") { KeyPage = "https://aistudio.google.com/apikey", AddressLike = "https://generativelanguage.googleapis.com" },
        new("openrouter", "openrouter", "OpenRouter") { KeyPage = "https://openrouter.ai/settings/keys", AddressLike = "https://openrouter.ai/api/v1" },
        new("deepseek", "deepseek", "DeepSeek") { KeyPage = "https://platform.deepseek.com/api_keys", AddressLike = "https://api.deepseek.com" },
        new("azure", "azure", "Azure OpenAI") { NeedsAddress = true, AddressLike = "https://NAME.openai.azure.com", Key = KeyNeed.Optional, KeyPage = "https://portal.azure.com", Options = [new("api_version", "2024-10-21")] },
        new("bedrock", "bedrock", "Amazon Bedrock") { Key = KeyNeed.Optional, KeyPage = "https://console.aws.amazon.com/bedrock", Options = [new("region", "eu-central-1")] },
        new("vertex", "vertex", "Google Vertex AI") { Key = KeyNeed.Optional, LongKey = true, KeyPage = "https://console.cloud.google.com/iam-admin/serviceaccounts", Options = [new("location", "global", "global"), new("project", "my-project")] },
        new("mistral", "mistral", "Mistral") { KeyPage = "https://console.mistral.ai/api-keys", AddressLike = "https://api.mistral.ai" },
        new("groq", "groq", "Groq") { KeyPage = "https://console.groq.com/keys", AddressLike = "https://api.groq.com/openai/v1" },
        new("xai", "xai", "xAI") { KeyPage = "https://console.x.ai", AddressLike = "https://api.x.ai" },
        new("ollama", "ollama", "Ollama") { Address = "http://127.0.0.1:11434", IsLocal = true, IsOwnMachine = true, Key = KeyNeed.None },
        new("vllm", "vllm", "vLLM") { Address = "http://127.0.0.1:8000", NeedsAddress = true, IsLocal = true, IsOwnMachine = true, Key = KeyNeed.Optional },
        new("compatible", "openai-compatible", "OpenAI-compatible") { NeedsAddress = true, AddressLike = "https://models.example.com/v1", Key = KeyNeed.Optional },
        new("simulator", "simulator", "Simulator") { Address = "http://127.0.0.1:9000", NeedsAddress = true, IsLocal = true, IsOwnMachine = true, Key = KeyNeed.Optional },
    ];

    public static Preset? Find(string? id) => All.FirstOrDefault(preset => preset.Id == id);

    /// <summary>The preset that an upstream is of, for what is said of its fields.</summary>
    public static Preset Of(string provider) => All.FirstOrDefault(preset => preset.Provider == provider) ?? new Preset(provider, provider, provider) { Key = KeyNeed.Optional };

    /// <summary>What an upstream of it is called where that name is free, else the same with a number.</summary>
    public static string FreeName(Preset preset, IEnumerable<string> taken)
    {
        var names = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, names.Count + 1).Select(number => number == 1 ? preset.Id : $"{preset.Id}-{number}").First(name => !names.Contains(name));
    }
}
