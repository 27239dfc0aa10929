using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>The Gemini API of Google AI Studio; its OpenAI-shaped endpoint takes the same key as a bearer.</summary>
internal sealed class GeminiProvider : Provider
{
    public override string Name => "gemini";

    public override void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential)
    {
        if (protocol == Protocol.Gemini)
        {
            GoogleKey(headers, credential);
        }
        else
        {
            Bearer(headers, credential);
        }
    }
}
