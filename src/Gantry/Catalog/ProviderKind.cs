using System.Collections.Immutable;
using Gantry.Protocols;

namespace Gantry.Catalog;

/// <summary>What the catalogue knows of a vendor: enough to check and complete an upstream. How to talk to it is Providers/.</summary>
/// <param name="Name">As in the declarative file.</param>
/// <param name="BaseUrl">The address where the file gives none; null where it must give one.</param>
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
        new("azure", null, [Protocol.Responses, Protocol.Chat], NeedsKey: true, StopsOnCancel: true),
        new("openai-compatible", null, [Protocol.Chat], NeedsKey: false, StopsOnCancel: true),
        new("simulator", null, [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini], NeedsKey: false, StopsOnCancel: true),
    ];

    /// <summary>Providers that the file may name but that this version does not relay.</summary>
    public static readonly ImmutableArray<string> Announced = ["bedrock", "vertex"];

    public static ProviderKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);
}
