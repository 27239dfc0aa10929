using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Chat;

/// <summary>Errors in OpenAI's shape, shared by every OpenAI endpoint.</summary>
internal static class ChatErrors
{
    public static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest or ErrorKind.ContextTooLong or ErrorKind.ContentPolicy => 400,
        ErrorKind.InvalidKey => 401,
        ErrorKind.Billing => 402,
        ErrorKind.Forbidden => 403,
        ErrorKind.ModelNotFound or ErrorKind.NotFound => 404,
        ErrorKind.MethodNotAllowed => 405,
        ErrorKind.Conflict => 409,
        ErrorKind.TooLarge => 413,
        ErrorKind.UnsupportedMediaType => 415,
        ErrorKind.UpgradeRequired => 426,
        ErrorKind.RateLimited => 429,
        ErrorKind.NotImplemented => 501,
        ErrorKind.BadUpstream => 502,
        ErrorKind.Overloaded or ErrorKind.NotConfigured => 503,
        ErrorKind.Timeout => 504,
        _ => 500,
    };

    public static void Write(GatewayError error, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        WriteMember(error, json);
        json.WriteEndObject();
    }

    /// <summary>Ends a stream. No <c>[DONE]</c> follows: clients that ignore the error would take it for success.</summary>
    public static void WriteInBand(GatewayError error, in InBandPosition at, IBufferWriter<byte> output)
    {
        output.Write(at.InsideEvent ? "\n\ndata: "u8 : "data: "u8);
        Write(error, output);
        output.Write("\n\n"u8);
    }

    /// <summary>The default of <c>code</c>; null where OpenAI itself gives none.</summary>
    public static string? Code(ErrorKind kind) => kind switch
    {
        ErrorKind.ContextTooLong => "context_length_exceeded",
        ErrorKind.ContentPolicy => "content_policy_violation",
        ErrorKind.InvalidKey => "invalid_api_key",
        ErrorKind.Billing => "insufficient_quota",
        ErrorKind.Forbidden => "permission_denied",
        ErrorKind.ModelNotFound => "model_not_found",
        ErrorKind.NotFound => "not_found",
        ErrorKind.MethodNotAllowed => "method_not_allowed",
        ErrorKind.Conflict => "conflict",
        ErrorKind.TooLarge => "request_too_large",
        ErrorKind.UnsupportedMediaType => "unsupported_media_type",
        ErrorKind.UpgradeRequired => "upgrade_required",
        ErrorKind.RateLimited => "rate_limit_exceeded",
        ErrorKind.Internal => "internal_error",
        ErrorKind.NotImplemented => "not_implemented",
        ErrorKind.BadUpstream => "upstream_error",
        ErrorKind.Overloaded => "overloaded",
        ErrorKind.NotConfigured => "not_configured",
        ErrorKind.Timeout => "timeout",
        _ => null,
    };

    private static void WriteMember(GatewayError error, Utf8JsonWriter json)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, Type(error.Kind));
        json.WriteString("param"u8, error.Param);
        json.WriteString("code"u8, error.Code ?? Code(error.Kind));
        if (error.RequestId.Length > 0)
        {
            json.WriteString("request_id"u8, error.RequestId);
        }

        json.WriteString("origin"u8, ErrorWords.Utf8(error.Origin));
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Type(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidKey => "authentication_error"u8,
        ErrorKind.Billing => "insufficient_quota"u8,
        ErrorKind.Forbidden => "permission_error"u8,
        ErrorKind.RateLimited => "rate_limit_error"u8,
        ErrorKind.Internal or ErrorKind.NotImplemented or ErrorKind.BadUpstream or ErrorKind.Overloaded or ErrorKind.NotConfigured or ErrorKind.Timeout =>
            "server_error"u8,
        _ => "invalid_request_error"u8,
    };
}
