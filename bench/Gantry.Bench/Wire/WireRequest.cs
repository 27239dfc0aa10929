using System.Text;
using Gantry.Protocols;

namespace Gantry.Bench.Wire;

/// <summary>The bytes of a request as a client of one protocol sends it, HTTP with them.</summary>
internal static class WireRequest
{
    /// <summary>The body of a short question with its instructions.</summary>
    public const int Short = 600;

    private const string Instructions = "You are a helpful assistant. Answer briefly and to the point, and say so where you do not know.";
    private const string Line = "    if (row[%] == \\\"x%\\\") { total += row.Length * %; /* caf\\u00e9 \\\\ % */ }\\n";

    public static byte[] Of(Dialect dialect, int port, string key, string model, bool isStream, int bodyBytes)
    {
        string body = Body(dialect.Protocol, model, isStream, bodyBytes);
        string path = (isStream ? dialect.StreamPath : dialect.Path).Replace("{0}", model, StringComparison.Ordinal);
        string secret = dialect.KeyHeader == "authorization" ? "Bearer " + key : key;
        string version = dialect.Protocol == Protocol.Messages ? "anthropic-version: 2023-06-01\r\n" : "";
        return Encoding.UTF8.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{dialect.KeyHeader}: {secret}\r\n{version}Content-Type: application/json\r\nAccept: */*\r\n"
            + $"User-Agent: bench\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>Of about so many bytes: one turn, or as many of two kilobytes as it takes.</summary>
    private static string Body(Protocol protocol, string model, bool isStream, int bytes)
    {
        var turns = new StringBuilder();
        int turn = 0;
        for (int left = bytes - 250; turn == 0 || left > 0 || turn % 2 == 0; turn++)
        {
            // The last one is the user's.
            string text = Text(turn, Math.Clamp(left, 80, 2_000));
            turns.Append(turn > 0 ? "," : "").Append(Turn(protocol, turn % 2 == 0, text));
            left -= text.Length + 40;
        }

        string stream = isStream ? "true" : "false";
        return protocol switch
        {
            Protocol.Chat => $$"""{"model":"{{model}}","stream":{{stream}},"messages":[{"role":"system","content":"{{Instructions}}"},{{turns}}]}""",
            Protocol.Messages => $$"""{"model":"{{model}}","max_tokens":1024,"stream":{{stream}},"system":"{{Instructions}}","messages":[{{turns}}]}""",
            Protocol.Responses => $$"""{"model":"{{model}}","stream":{{stream}},"store":false,"instructions":"{{Instructions}}","input":[{{turns}}]}""",
            _ => $$$"""{"systemInstruction":{"parts":[{"text":"{{{Instructions}}}"}]},"contents":[{{{turns}}}]}""",
        };
    }

    private static string Turn(Protocol protocol, bool isUser, string text) => protocol == Protocol.Gemini
        ? $$"""{"role":"{{(isUser ? "user" : "model")}}","parts":[{"text":"{{text}}"}]}"""
        : $$"""{"role":"{{(isUser ? "user" : "assistant")}}","content":"{{text}}"}""";

    private static string Text(int turn, int length)
    {
        var text = new StringBuilder($"Part {turn} of what we look at:\\n");
        for (int line = 0; text.Length < length; line++) text.Append(Line.Replace("%", line.ToString(), StringComparison.Ordinal));
        return text.ToString();
    }
}
