using System.Text.Json.Nodes;
using Gantry.Protocols;

namespace Gantry.Tests.Cli.Verify;

/// <summary>What a <see cref="StubGateway"/> understands of a request.</summary>
/// <param name="Text">The last line said: what is answered.</param>
/// <param name="CallsTool">Whether a tool call is forced.</param>
internal sealed record StubPrompt(string Text, bool CallsTool)
{
    /// <summary>The question whose answer takes its time.</summary>
    public bool IsLong => Text.StartsWith("Count", StringComparison.Ordinal);

    public static StubPrompt Read(Protocol protocol, JsonObject body)
    {
        var forced = body["tool_choice"] is JsonObject || body["toolConfig"] is not null;
        var text = protocol switch
        {
            Protocol.Gemini => body["contents"]!.AsArray()[0]!["parts"]![0]!["text"]!.GetValue<string>(),
            Protocol.Responses => body["input"] is JsonValue plain ? plain.GetValue<string>() : Last(body["input"]!)["content"]![0]!["text"]!.GetValue<string>(),
            _ => Last(body["messages"]!)["content"]!.GetValue<string>(),
        };
        return new StubPrompt(text.Split('\n')[^1], forced);
    }

    private static JsonNode Last(JsonNode messages) =>
        messages.AsArray().Last(message => message!["role"]?.GetValue<string>() == "user" && message["content"]?.ToJsonString().Contains("tool_result", StringComparison.Ordinal) != true)!;
}
