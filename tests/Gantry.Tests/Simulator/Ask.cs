using System.Text.Json;

namespace Gantry.Tests.Simulator;

/// <summary>The smallest requests of each protocol.</summary>
internal static class Ask
{
    public const string Chat = "/v1/chat/completions";
    public const string Responses = "/v1/responses";
    public const string Messages = "/v1/messages";

    public static string ChatBody(string model, bool stream = false, string more = "") =>
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hello"}]{{more}}}""";

    public static string ResponsesBody(string model, bool stream = false, string more = "") =>
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"input":"hello"{{more}}}""";

    public static string MessagesBody(string model, bool stream = false, string more = "") =>
        $$"""{"model":"{{model}}","max_tokens":100,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hello"}]{{more}}}""";

    public static string GeminiBody(string more = "") => $$"""{"contents":[{"role":"user","parts":[{"text":"hello"}]}]{{more}}}""";

    public static string ConverseBody(string more = "") => $$"""{"messages":[{"role":"user","content":[{"text":"hello"}]}]{{more}}}""";

    /// <summary>Address and body of a request in the named protocol.</summary>
    public static (string Path, string Body) In(string protocol, string model, bool stream) => protocol switch
    {
        "chat" => (Chat, ChatBody(model, stream, stream ? ",\"stream_options\":{\"include_usage\":true}" : "")),
        "responses" => (Responses, ResponsesBody(model, stream)),
        "messages" => (Messages, MessagesBody(model, stream)),
        "gemini" => ($"/v1beta/models/{model}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}", GeminiBody()),
        "converse" => ($"/model/{model}/{(stream ? "converse-stream" : "converse")}", ConverseBody()),
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    /// <summary>Data of the events of a stream, in order; <c>[DONE]</c> left out.</summary>
    public static List<JsonElement> Events(string stream) =>
    [
        .. stream.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Split('\n').First(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..])
            .Where(data => data != "[DONE]").Select(data => JsonElement.Parse(data)),
    ];
}
