using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols;

namespace Gantry.Tests.Cli.Verify;

/// <summary>The bodies that a <see cref="StubGateway"/> answers with.</summary>
internal static class StubBodies
{
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Arguments = """{"city":"Lisbon"}""";

    public static JsonObject Whole(Protocol protocol, StubPrompt prompt) => protocol switch
    {
        Protocol.Chat => Parse($$$"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-stub",
             "choices":[{"index":0,"message":{{{ChatMessage(prompt)}}},"finish_reason":"stop"}],"usage":{{{ChatUsage}}}}
            """),
        Protocol.Responses => Parse($$$"""
            {"id":"resp_1","object":"response","created_at":1700000000,"status":"completed","model":"gpt-stub",
             "output":[{{{ResponsesItem(prompt)}}}],"usage":{{{ResponsesUsage}}}}
            """),
        Protocol.Messages => Parse($$$"""
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-stub","content":[{{{MessagesBlock(prompt)}}}],
             "stop_reason":"end_turn","usage":{{{MessagesUsage}}}}
            """),
        _ => Parse($$$"""
            {"candidates":[{"content":{"role":"model","parts":[{{{GeminiPart(prompt)}}}]},"finishReason":"STOP","index":0}],
             "usageMetadata":{{{GeminiUsage}}},"responseId":"r1"}
            """),
    };

    public const string ChatUsage = """{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}""";

    public const string ResponsesUsage =
        """{"input_tokens":9,"input_tokens_details":{"cached_tokens":0},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":14}""";

    public const string MessagesUsage = """{"input_tokens":9,"output_tokens":5}""";

    public const string GeminiUsage = """{"promptTokenCount":9,"candidatesTokenCount":5,"totalTokenCount":14}""";

    public static string ResponsesItem(StubPrompt prompt) => prompt.CallsTool
        ? $$"""{"type":"function_call","id":"fc_1","call_id":"call_1","name":"look_up_city","arguments":{{Quote(Arguments)}},"status":"completed"}"""
        : $$"""{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":{{Quote(prompt.Text)}},"annotations":[]}]}""";

    public static string GeminiPart(StubPrompt prompt) => prompt.CallsTool
        ? $$$"""{"functionCall":{"name":"look_up_city","args":{{{Arguments}}}}}"""
        : $$"""{"text":{{Quote(prompt.Text)}}}""";

    public static JsonObject Error(Protocol protocol, int status, string message) => protocol switch
    {
        Protocol.Messages => Parse($$$"""{"type":"error","error":{"type":"{{{MessagesType(status)}}}","message":{{{Quote(message)}}}},"request_id":"req_stub"}"""),
        Protocol.Gemini => Parse($$$"""{"error":{"code":{{{status}}},"message":{{{Quote(message)}}},"status":"{{{GeminiStatus(status)}}}"}}"""),
        _ => Parse($$$"""{"error":{"message":{{{Quote(message)}}},"type":"{{{(status == 401 ? "authentication_error" : "invalid_request_error")}}}","param":null,"code":null}}"""),
    };

    public static JsonObject List(Protocol protocol, IEnumerable<string> ids, bool forCodex)
    {
        var models = new JsonArray([.. ids.Select(id => Model(protocol, id))]);
        if (protocol == Protocol.Gemini) return new JsonObject { ["models"] = models };
        if (protocol == Protocol.Messages) return new JsonObject { ["data"] = models, ["has_more"] = false };
        var list = new JsonObject { ["object"] = "list", ["data"] = models };
        if (forCodex) list["models"] = new JsonArray(new JsonObject { ["slug"] = "gpt-stub" });
        return list;
    }

    public static JsonObject Model(Protocol protocol, string id) => protocol switch
    {
        Protocol.Gemini => Parse($$"""{"name":"models/{{id}}"}"""),
        Protocol.Messages => Parse($$"""{"type":"model","id":"{{id}}","display_name":"{{id}}","created_at":"2026-01-01T00:00:00Z"}"""),
        _ => Parse($$"""{"id":"{{id}}","object":"model","created":1700000000,"owned_by":"stub"}"""),
    };

    public static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    public static string Quote(string text) => JsonValue.Create(text).ToJsonString(Plain);

    private static string ChatMessage(StubPrompt prompt) => prompt.CallsTool
        ? $$$"""{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"look_up_city","arguments":{{{Quote(Arguments)}}}}}]}"""
        : $$"""{"role":"assistant","content":{{Quote(prompt.Text)}}}""";

    private static string MessagesBlock(StubPrompt prompt) => prompt.CallsTool
        ? $$"""{"type":"tool_use","id":"toolu_1","name":"look_up_city","input":{{Arguments}}}"""
        : $$"""{"type":"text","text":{{Quote(prompt.Text)}}}""";

    private static string MessagesType(int status) => status switch
    {
        401 => "authentication_error",
        404 => "not_found_error",
        _ => "invalid_request_error",
    };

    private static string GeminiStatus(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        404 => "NOT_FOUND",
        _ => "INVALID_ARGUMENT",
    };
}
