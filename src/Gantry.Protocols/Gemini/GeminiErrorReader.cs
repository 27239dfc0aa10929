using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads an error that stands inside a stream.</summary>
internal static class GeminiErrorReader
{
    /// <param name="error">The value of <c>error</c>; valid JSON.</param>
    public static GatewayError Read(JsonSlice error)
    {
        long status = 0;
        string message = "";
        if (error.Kind == JsonTokenType.StartObject)
        {
            var at = new GeminiCursor(error.Memory);
            while (at.NextMember(out var name))
            {
                if (name is "code" && at.Kind == JsonTokenType.Number) status = Code(at);
                else if (name is "message" && at.Kind == JsonTokenType.String) message = at.Text("").ToString();
                else at.Skip();
            }
        }
        else if (error.Kind == JsonTokenType.String)
        {
            message = new JsonText(error.Memory).ToString();
        }

        if (message.Length == 0) message = "The provider broke the stream off with an error.";
        return new GatewayError(GeminiWords.Kind(status), ErrorOrigin.Upstream, message);
    }

    private static long Code(in GeminiCursor at) => long.TryParse(at.Number("").Span, out long code) ? code : 0;
}
