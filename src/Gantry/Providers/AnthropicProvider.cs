using Gantry.Protocols.Fitting;
using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Anthropic's own API.</summary>
internal sealed class AnthropicProvider : Provider
{
    public override string Name => "anthropic";

    public override TargetTraits Traits(Protocol protocol) => new() { KeepAttribution = true };

    public override void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential)
    {
        if (protocol == Protocol.Messages)
        {
            AnthropicKey(headers, credential);
        }
        else
        {
            Bearer(headers, credential);
        }
    }
}
