using System.Collections.Frozen;

namespace Gantry.Providers;

/// <summary>All vendor kinds, one line each.</summary>
internal static class ProviderTable
{
    private static readonly FrozenDictionary<string, Provider> All = new Provider[]
    {
        new OpenAiProvider(),
        new AnthropicProvider(),
        new GeminiProvider(),
        new AzureProvider(),
        new CompatibleProvider("openai-compatible"),
        new CompatibleProvider("simulator"),
    }.ToFrozenDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="KeyNotFoundException">The name is none of ours; the snapshot's checks let no such upstream through.</exception>
    public static Provider Get(string name) => All[name];
}
