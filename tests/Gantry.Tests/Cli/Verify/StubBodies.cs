using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols;

namespace Gantry.Tests.Cli.Verify;

/// <summary>The bodies that a <see cref="StubGateway"/> answers with.</summary>
internal static class StubBodies
{
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Error(Protocol protocol, int status, string message) => protocol switch
    {
        Protocol.Messages => Parse($$$"""{"type":"error","error":{"type":"{{{MessagesType(status)}}}","message":{{{Quote(message)}}}},"request_id":"req_stub"}"""),
        Protocol.Gemini => Parse($$$"""{"error":{"code":{{{status}}},"message":{{{Quote(message)}}},"status":"{{{GeminiStatus(status)}}}"}}"""),
        _ => Parse($$$"""{"error":{"message":{{{Quote(message)}}},"type":"{{{(status == 401 ? "authentication_error" : "invalid_request_error")}}}","param":null,"code":null}}"""),
    };

    public static JsonObject List(Protocol protocol, IEnumerable<string> ids)
    {
        var models = new JsonArray([.. ids.Select(id => Model(protocol, id))]);
        if (protocol == Protocol.Gemini) return new JsonObject { ["models"] = models };
        if (protocol == Protocol.Messages) return new JsonObject { ["data"] = models, ["has_more"] = false };
        return new JsonObject { ["object"] = "list", ["data"] = models };
    }

    public static JsonObject Model(Protocol protocol, string id) => protocol switch
    {
        Protocol.Gemini => Parse($$"""{"name":"models/{{id}}"}"""),
        Protocol.Messages => Parse($$"""{"type":"model","id":"{{id}}","display_name":"{{id}}","created_at":"2026-01-01T00:00:00Z"}"""),
        _ => Parse($$"""{"id":"{{id}}","object":"model","created":1700000000,"owned_by":"stub"}"""),
    };

    public static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    public static string Quote(string text) => JsonValue.Create(text).ToJsonString(Plain);

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
