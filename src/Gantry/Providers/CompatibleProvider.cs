using System.Collections.Immutable;
using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Any server that speaks a known protocol with that protocol's usual key header; also the simulator, and vendors that differ by a list of patches.</summary>
internal class CompatibleProvider(string name, params ImmutableArray<RequestPatch> patches) : Provider
{
    public override string Name => name;

    public override void Fit(OutboundEdit edit)
    {
        if (edit.Call is not { Operation: Operation.Chat, Protocol: Protocol.Chat or Protocol.Responses }) return;
        foreach (var patch in patches)
        {
            patch(edit);
        }
    }

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
