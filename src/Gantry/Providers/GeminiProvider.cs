using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>The Gemini API of Google AI Studio; its OpenAI-shaped endpoint takes the same key as a bearer.</summary>
internal sealed class GeminiProvider : Provider
{
    public override string Name => "gemini";

    /// <summary>It says 400 of keys that it does not know.</summary>
    public override Func<UpstreamError, bool> RefusesKey =>
        error => error.Message.StartsWith("API key not valid.", StringComparison.Ordinal) || error.Message.StartsWith("API key expired.", StringComparison.Ordinal);

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
