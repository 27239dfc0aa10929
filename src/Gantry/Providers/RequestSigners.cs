using System.Collections.Frozen;

namespace Gantry.Providers;

/// <summary>Who signs for which vendor: one line for each that takes more than a key in a header.</summary>
internal sealed class RequestSigners(IOutboundHttp outbound, TimeProvider time, ProviderEnvironment environment)
{
    private readonly KeySigner _keys = new();
    private readonly FrozenDictionary<string, IRequestSigner> _others = new Dictionary<string, IRequestSigner>(StringComparer.OrdinalIgnoreCase)
    {
        ["bedrock"] = new BedrockSigner(time),
        ["vertex"] = new VertexSigner(outbound, time, environment),
        ["azure"] = new AzureSigner(new EntraCredentials(outbound).For, time),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public IRequestSigner For(string provider) => _others.GetValueOrDefault(provider, _keys);
}
