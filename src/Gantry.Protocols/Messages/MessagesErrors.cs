using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Messages;

/// <summary>Errors in Anthropic's shape.</summary>
internal static class MessagesErrors
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
        ErrorKind.Timeout => 504,
        ErrorKind.Overloaded => 529,
        ErrorKind.NotConfigured => 503,
        _ => 500,
    };

    public static void Write(GatewayError error, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, Type(error.Kind));
        json.WriteString("message"u8, error.Message);
        json.WriteString("origin"u8, ErrorWords.Utf8(error.Origin));
        json.WriteEndObject();
        if (error.RequestId.Length > 0)
        {
            json.WriteString("request_id"u8, error.RequestId);
        }

        json.WriteEndObject();
    }

    /// <summary>Ends a stream. No <c>message_stop</c> follows.</summary>
    public static void WriteInBand(GatewayError error, in InBandPosition at, IBufferWriter<byte> output)
    {
        output.Write(at.InsideEvent ? "\n\nevent: error\ndata: "u8 : "event: error\ndata: "u8);
        Write(error, output);
        output.Write("\n\n"u8);
    }

    private static ReadOnlySpan<byte> Type(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidKey => "authentication_error"u8,
        ErrorKind.Billing => "billing_error"u8,
        ErrorKind.Forbidden => "permission_error"u8,
        ErrorKind.ModelNotFound or ErrorKind.NotFound => "not_found_error"u8,
        ErrorKind.Conflict => "conflict_error"u8,
        ErrorKind.TooLarge => "request_too_large"u8,
        ErrorKind.RateLimited => "rate_limit_error"u8,
        ErrorKind.Overloaded => "overloaded_error"u8,
        ErrorKind.Timeout => "timeout_error"u8,
        ErrorKind.Internal or ErrorKind.NotImplemented or ErrorKind.BadUpstream or ErrorKind.NotConfigured => "api_error"u8,
        _ => "invalid_request_error"u8,
    };
}
