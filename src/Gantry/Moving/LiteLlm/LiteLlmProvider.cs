using System.Collections.Frozen;

namespace Gantry.Moving.LiteLlm;

/// <summary>A provider as LiteLLM names it, before the slash of a model.</summary>
/// <param name="Provider">Ours; null where there is none.</param>
/// <param name="Base">Where it goes without <c>api_base</c>, for those that are only known by their address.</param>
/// <param name="KeyVariable">The variable that holds its key without <c>api_key</c>.</param>
internal sealed record LiteLlmProvider(string? Provider, string? Base, string? KeyVariable)
{
    private const string Compatible = "openai-compatible";

    private static readonly FrozenDictionary<string, LiteLlmProvider> All = new Dictionary<string, LiteLlmProvider>(StringComparer.Ordinal)
    {
        ["openai"] = new("openai", null, "OPENAI_API_KEY"),
        ["text-completion-openai"] = new("openai", null, "OPENAI_API_KEY"),
        ["anthropic"] = new("anthropic", null, "ANTHROPIC_API_KEY"),
        ["gemini"] = new("gemini", null, "GEMINI_API_KEY"),
        ["vertex_ai"] = new("vertex", null, null),
        ["vertex_ai_beta"] = new("vertex", null, null),
        ["bedrock"] = new("bedrock", null, null),
        ["bedrock_converse"] = new("bedrock", null, null),
        ["azure"] = new("azure", null, "AZURE_API_KEY"),
        ["azure_ai"] = new("azure", null, "AZURE_AI_API_KEY"),
        ["deepseek"] = new("deepseek", null, "DEEPSEEK_API_KEY"),
        ["groq"] = new("groq", null, "GROQ_API_KEY"),
        ["mistral"] = new("mistral", null, "MISTRAL_API_KEY"),
        ["xai"] = new("xai", null, "XAI_API_KEY"),
        ["openrouter"] = new("openrouter", null, "OPENROUTER_API_KEY"),
        ["ollama"] = new("ollama", null, null),
        ["ollama_chat"] = new("ollama", null, null),
        ["hosted_vllm"] = new("vllm", null, null),
        ["openai_like"] = new(Compatible, null, null),
        ["custom_openai"] = new(Compatible, null, null),
        ["lm_studio"] = new(Compatible, null, null),
        ["llamafile"] = new(Compatible, null, null),
        ["together_ai"] = new(Compatible, "https://api.together.xyz", "TOGETHERAI_API_KEY"),
        ["fireworks_ai"] = new(Compatible, "https://api.fireworks.ai/inference", "FIREWORKS_AI_API_KEY"),
        ["deepinfra"] = new(Compatible, "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY"),
        ["cerebras"] = new(Compatible, "https://api.cerebras.ai", "CEREBRAS_API_KEY"),
        ["nvidia_nim"] = new(Compatible, "https://integrate.api.nvidia.com", "NVIDIA_NIM_API_KEY"),
        ["moonshot"] = new(Compatible, "https://api.moonshot.ai", "MOONSHOT_API_KEY"),
        ["sambanova"] = new(Compatible, "https://api.sambanova.ai", "SAMBANOVA_API_KEY"),
        ["dashscope"] = new(Compatible, "https://dashscope-intl.aliyuncs.com/compatible-mode", "DASHSCOPE_API_KEY"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What a name without a provider is taken for, by its beginning.
    private static readonly (string Beginning, string Provider)[] Guesses =
    [
        ("claude", "anthropic"), ("gemini", "vertex_ai"), ("gpt-", "openai"), ("chatgpt", "openai"), ("o1", "openai"), ("o3", "openai"), ("o4", "openai"),
        ("text-embedding-", "openai"), ("dall-e", "openai"), ("whisper", "openai"), ("tts-", "openai"), ("omni-moderation", "openai"), ("mistral-", "mistral"), ("deepseek-", "deepseek"),
    ];

    /// <summary>Takes a model of LiteLLM apart.</summary>
    /// <param name="target">As in <c>litellm_params.model</c>.</param>
    /// <param name="custom">Its <c>custom_llm_provider</c>, which leaves the name whole.</param>
    /// <returns>The provider's name there, and the model's name at it.</returns>
    public static (string Name, LiteLlmProvider Provider, string Model) Of(string target, string? custom)
    {
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        if (custom is { Length: > 0 })
            return (custom, All.GetValueOrDefault(custom) ?? None, slash > 0 && target[..slash] == custom ? target[(slash + 1)..] : target);
        if (slash > 0 && All.TryGetValue(target[..slash], out var known)) return (target[..slash], known, target[(slash + 1)..]);
        if (slash > 0) return (target[..slash], None, target[(slash + 1)..]);
        var guess = Guesses.FirstOrDefault(g => target.StartsWith(g.Beginning, StringComparison.Ordinal)).Provider;
        return guess is null ? ("", None, target) : (guess, All[guess], target);
    }

    /// <summary>The vendor whose models the seed catalogue lists, for names with <c>*</c>; null where it lists none.</summary>
    public static string? VendorOf(string name) => name switch
    {
        "openai" or "anthropic" or "xai" or "deepseek" or "mistral" => name,
        "gemini" => "google",
        _ => null,
    };

    private static readonly LiteLlmProvider None = new(null, null, null);
}
