using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Gemini;

/// <summary>Errors in Google's shape.</summary>
internal static class GeminiErrors
{
    public static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest or ErrorKind.ContextTooLong or ErrorKind.ContentPolicy => 400,
        ErrorKind.InvalidKey => 401,
        // Not 402 or 429: Google's clients retry a 429 for 40 seconds and more.
        ErrorKind.Billing or ErrorKind.Forbidden => 403,
        ErrorKind.ModelNotFound or ErrorKind.NotFound => 404,
        ErrorKind.MethodNotAllowed => 405,
        ErrorKind.Conflict => 409,
        ErrorKind.TooLarge => 413,
        ErrorKind.UnsupportedMediaType => 415,
        ErrorKind.UpgradeRequired => 426,
        ErrorKind.RateLimited => 429,
        ErrorKind.NotImplemented => 501,
        ErrorKind.BadUpstream or ErrorKind.Overloaded or ErrorKind.NotConfigured => 503,
        ErrorKind.Timeout => 504,
        _ => 500,
    };

    /// <summary>Begins with exactly <c>{"error":</c>: Google's SDKs look for these bytes in a stream.</summary>
    public static void Write(GatewayError error, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, Status(error.Kind));
        json.WriteString("message"u8, error.Message);
        json.WriteString("status"u8, Word(error.Kind));
        json.WriteStartArray("details"u8);
        WriteErrorInfo(error, json);
        WriteFieldViolation(error, json);
        WriteRetryInfo(error, json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Ends a stream. As an event: the bare object, in a flush of its own, without <c>data:</c> and without a blank line after it;
    /// that is the one form in which Google's SDKs raise an error. As an array: one more element and the closing bracket.</summary>
    public static void WriteInBand(GatewayError error, in InBandPosition at, IBufferWriter<byte> output)
    {
        if (at.Sse)
        {
            if (at.InsideEvent)
            {
                output.Write("\r\n\r\n"u8);
            }

            Write(error, output);
            return;
        }

        output.Write(at.ArrayOpened ? ",\n"u8 : "["u8);
        Write(error, output);
        output.Write("]"u8);
    }

    private static void WriteErrorInfo(GatewayError error, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("@type"u8, "type.googleapis.com/google.rpc.ErrorInfo"u8);
        json.WriteString("reason"u8, error.Code?.ToUpperInvariant() ?? Reason(error.Kind));
        json.WriteString("domain"u8, "gateway"u8);
        json.WriteStartObject("metadata"u8);
        if (error.RequestId.Length > 0)
        {
            json.WriteString("request_id"u8, error.RequestId);
        }

        json.WriteString("origin"u8, ErrorWords.Utf8(error.Origin));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFieldViolation(GatewayError error, Utf8JsonWriter json)
    {
        if (error.Param is null)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("@type"u8, "type.googleapis.com/google.rpc.BadRequest"u8);
        json.WriteStartArray("fieldViolations"u8);
        json.WriteStartObject();
        json.WriteString("field"u8, error.Param);
        json.WriteString("description"u8, error.Message);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRetryInfo(GatewayError error, Utf8JsonWriter json)
    {
        if (ErrorWords.RetryAfter(error) is not { } seconds)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("@type"u8, "type.googleapis.com/google.rpc.RetryInfo"u8);
        json.WriteString("retryDelay"u8, string.Create(CultureInfo.InvariantCulture, $"{seconds}s"));
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Word(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidKey => "UNAUTHENTICATED"u8,
        ErrorKind.Billing or ErrorKind.Forbidden => "PERMISSION_DENIED"u8,
        ErrorKind.ModelNotFound or ErrorKind.NotFound => "NOT_FOUND"u8,
        ErrorKind.Conflict => "ABORTED"u8,
        ErrorKind.RateLimited => "RESOURCE_EXHAUSTED"u8,
        ErrorKind.Internal => "INTERNAL"u8,
        ErrorKind.NotImplemented => "UNIMPLEMENTED"u8,
        ErrorKind.BadUpstream or ErrorKind.Overloaded or ErrorKind.NotConfigured => "UNAVAILABLE"u8,
        ErrorKind.Timeout => "DEADLINE_EXCEEDED"u8,
        _ => "INVALID_ARGUMENT"u8,
    };

    private static string Reason(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest => "INVALID_REQUEST",
        ErrorKind.ContextTooLong => "CONTEXT_LENGTH_EXCEEDED",
        ErrorKind.ContentPolicy => "CONTENT_POLICY_VIOLATION",
        ErrorKind.InvalidKey => "API_KEY_INVALID",
        ErrorKind.Billing => "BALANCE",
        ErrorKind.Forbidden => "FORBIDDEN",
        ErrorKind.ModelNotFound => "MODEL_NOT_FOUND",
        ErrorKind.NotFound => "NOT_FOUND",
        ErrorKind.MethodNotAllowed => "METHOD_NOT_ALLOWED",
        ErrorKind.Conflict => "CONFLICT",
        ErrorKind.TooLarge => "REQUEST_TOO_LARGE",
        ErrorKind.UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
        ErrorKind.UpgradeRequired => "UPGRADE_REQUIRED",
        ErrorKind.RateLimited => "RATE_LIMIT_EXCEEDED",
        ErrorKind.NotImplemented => "NOT_IMPLEMENTED",
        ErrorKind.BadUpstream => "UPSTREAM_ERROR",
        ErrorKind.Overloaded => "OVERLOADED",
        ErrorKind.NotConfigured => "NOT_CONFIGURED",
        ErrorKind.Timeout => "TIMEOUT",
        _ => "INTERNAL",
    };
}
