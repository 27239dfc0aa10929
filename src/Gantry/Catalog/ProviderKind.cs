using System.Collections.Immutable;
using Gantry.Protocols;

namespace Gantry.Catalog;

/// <summary>What the catalogue knows of a vendor: enough to check and complete an upstream. How to talk to it is Providers/.</summary>
/// <param name="Name">As in the declarative file.</param>
/// <param name="BaseUrl">The address where the file gives none; null where it must give one, or <see cref="AddressFrom"/> makes one.</param>
/// <param name="Speaks">What it speaks where the file does not say, in order of preference.</param>
/// <param name="NeedsKey">An upstream of it without a credential is a mistake.</param>
/// <param name="StopsOnCancel">It stops charging when a stream is closed; else it goes on to the end of the answer (reliability §5.6).</param>
internal sealed record ProviderKind(string Name, string? BaseUrl, ImmutableArray<Protocol> Speaks, bool NeedsKey, bool StopsOnCancel)
{
    public static readonly ImmutableArray<ProviderKind> All =
    [
        new("openai", "https://api.openai.com", [Protocol.Responses, Protocol.Chat], NeedsKey: true, StopsOnCancel: true),
        new("anthropic", "https://api.anthropic.com", [Protocol.Messages], NeedsKey: true, StopsOnCancel: true),
        new("gemini", "https://generativelanguage.googleapis.com", [Protocol.Gemini], NeedsKey: true, StopsOnCancel: false),
        new("azure", null, [Protocol.Responses, Protocol.Chat], NeedsKey: false, StopsOnCancel: true)
        {
            Options = ["api_version", "deployments", "tenant_id", "client_id", "token_scope"],
        },
        new("vertex", null, [Protocol.Gemini], NeedsKey: false, StopsOnCancel: false)
        {
            Options = ["project", "location"],
            AddressFrom = options => options["location"] switch
            {
                null => null,
                "global" => "https://aiplatform.googleapis.com",
                "us" or "eu" => $"https://aiplatform.{options["location"]}.rep.googleapis.com",
                var location => $"https://{location}-aiplatform.googleapis.com",
            },
            SpeaksFor = model => model switch
            {
                _ when model.StartsWith("claude", StringComparison.Ordinal) => [Protocol.Messages],
                // Its OpenAI-shaped endpoint names models as publisher/model.
                _ when model.Contains('/', StringComparison.Ordinal) => [Protocol.Chat],
                _ => [Protocol.Gemini],
            },
        },
        new("bedrock", null, [Protocol.Converse], NeedsKey: false, StopsOnCancel: false)
        {
            Options = ["profile", "region"],
            AddressFrom = options => options["region"] is { } region ? $"https://bedrock-runtime.{region}.amazonaws.com" : null,
            SpeaksFor = model => model.Contains("anthropic.", StringComparison.Ordinal) ? [Protocol.Messages, Protocol.Converse] : [Protocol.Converse],
        },
        new("deepseek", "https://api.deepseek.com", [Protocol.Chat, Protocol.Messages, Protocol.Responses], NeedsKey: true, StopsOnCancel: true),
        new("groq", "https://api.groq.com/openai/v1", [Protocol.Chat], NeedsKey: true, StopsOnCancel: false),
        new("mistral", "https://api.mistral.ai", [Protocol.Chat], NeedsKey: true, StopsOnCancel: false) { StreamUsage = false },
        new("xai", "https://api.x.ai", [Protocol.Responses, Protocol.Chat], NeedsKey: true, StopsOnCancel: true),
        // Who is behind it decides, and several of them go on.
        new("openrouter", "https://openrouter.ai/api/v1", [Protocol.Chat, Protocol.Responses, Protocol.Messages], NeedsKey: true, StopsOnCancel: false),
        new("ollama", "http://127.0.0.1:11434", [Protocol.Chat], NeedsKey: false, StopsOnCancel: true),
        new("vllm", null, [Protocol.Chat], NeedsKey: false, StopsOnCancel: true),
        new("openai-compatible", null, [Protocol.Chat], NeedsKey: false, StopsOnCancel: true),
        new("simulator", null, [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini], NeedsKey: false, StopsOnCancel: true),
    ];

    /// <summary>The names of <see cref="UpstreamOptions"/> that it knows.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>False where it refuses <c>stream_options</c>, and tells usage without them.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>The address that options lead to, or null where they do not; null where none do.</summary>
    public Func<UpstreamOptions, string?>? AddressFrom { get; init; }

    /// <summary>What a model of it is spoken to in, where that depends on the model; null where it does not.</summary>
    public Func<string, ImmutableArray<Protocol>>? SpeaksFor { get; init; }

    public static ProviderKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    /// <summary>Whether its own address is on this machine: to name the provider is to allow it.</summary>
    public bool IsLocal => BaseUrl is { } url && new Uri(url).IsLoopback;

    /// <summary>Its own address; null where the file must give one.</summary>
    public string? AddressOf(UpstreamOptions options) => BaseUrl ?? AddressFrom?.Invoke(options);
}
