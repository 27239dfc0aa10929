using System.Globalization;
using System.Text;

namespace Gantry.Tests.Relay.Faults;

/// <summary>One question in one of the protocols.</summary>
internal sealed record ClientCall(string Protocol, string Path, string Body, bool Stream)
{
    public static readonly string[] Protocols = ["chat", "responses", "messages", "gemini"];

    public static ClientCall Ask(string protocol, string model, bool stream, string prompt = "hi")
    {
        var flag = stream ? "true" : "false";
        return protocol switch
        {
            "chat" => new(protocol, "/v1/chat/completions", $$"""{"model":"{{model}}","stream":{{flag}},"messages":[{"role":"user","content":"{{prompt}}"}]}""", stream),
            "responses" => new(protocol, "/v1/responses", $$"""{"model":"{{model}}","stream":{{flag}},"input":"{{prompt}}"}""", stream),
            "messages" => new(protocol, "/v1/messages", $$"""{"model":"{{model}}","stream":{{flag}},"max_tokens":100,"messages":[{"role":"user","content":"{{prompt}}"}]}""", stream),
            "gemini" => new(protocol, $"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}", GeminiBody(prompt), stream),
            "gemini-array" => new(protocol, $"/v1beta/models/{model}:streamGenerateContent", GeminiBody(prompt), stream),
            _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "unknown"),
        };
    }

    private static string GeminiBody(string prompt) => $$"""{"contents":[{"role":"user","parts":[{"text":"{{prompt}}"}]}]}""";

    /// <summary>The call as bytes on the wire.</summary>
    /// <param name="authority">Host and port.</param>
    /// <param name="headers">More header lines, each with its line break.</param>
    public byte[] Wire(string authority, string headers = "") => Encoding.UTF8.GetBytes(
        string.Create(
            CultureInfo.InvariantCulture,
            $"POST {Path} HTTP/1.1\r\nHost: {authority}\r\nAuthorization: Bearer {TestGateway.Key}\r\nContent-Type: application/json\r\n{headers}Content-Length: {Body.Length}\r\n\r\n{Body}"));
}
