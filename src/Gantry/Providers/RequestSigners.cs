using System.Collections.Frozen;

namespace Gantry.Providers;

/// <summary>Who signs for which vendor: one line for each that takes more than a key in a header. Each is made when it is first asked for: the clouds' libraries are loaded with it.</summary>
internal sealed class RequestSigners(IOutboundHttp outbound, TimeProvider time, ProviderEnvironment environment)
{
    private readonly KeySigner _keys = new();
    private readonly FrozenDictionary<string, Lazy<IRequestSigner>> _others = new Dictionary<string, Lazy<IRequestSigner>>(StringComparer.OrdinalIgnoreCase)
    {
        ["bedrock"] = new(() => new BedrockSigner(time)),
        ["vertex"] = new(() => new VertexSigner(outbound, time, environment)),
        ["azure"] = new(() => new AzureSigner(new EntraCredentials(outbound).For, time)),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public IRequestSigner For(string provider) => _others.TryGetValue(provider, out var signer) ? signer.Value : _keys;
}
