using System.Collections.Frozen;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Snapshot;

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
        new BedrockProvider(),
        new VertexProvider(),
        new DeepSeekProvider(),
        new GroqProvider(),
        new MistralProvider(),
        new XaiProvider(),
        new OpenRouterProvider(),
        new OllamaProvider(),
        new VllmProvider(),
        new CompatibleProvider("openai-compatible"),
        new CompatibleProvider("simulator"),
    }.ToFrozenDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="KeyNotFoundException">The name is none of ours; the snapshot's checks let no such upstream through.</exception>
    public static Provider Get(string name) => All[name];

    /// <summary>The vendor's habits, as far as the upstream's own configuration does not say otherwise.</summary>
    public static TargetTraits Traits(Deployment deployment, Protocol spoken)
    {
        var upstream = deployment.Upstream;
        var usual = Get(upstream.Provider).Traits(spoken, deployment.UpstreamModel);
        return upstream.Traits?.Over(usual) ?? usual;
    }
}
