using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Any server that speaks a known protocol with that protocol's usual key header; also the simulator.</summary>
internal sealed class CompatibleProvider(string name) : Provider
{
    public override string Name => name;

    public override void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential)
    {
        switch (protocol)
        {
            case Protocol.Messages:
                AnthropicKey(headers, credential);
                break;
            case Protocol.Gemini:
                GoogleKey(headers, credential);
                break;
            default:
                Bearer(headers, credential);
                break;
        }
    }
}
