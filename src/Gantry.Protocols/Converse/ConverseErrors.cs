using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Converse;

/// <summary>Errors in Bedrock's shape: the type stands in the header <c>x-amzn-errortype</c>, the body holds a message.</summary>
internal static class ConverseErrors
{
    public static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest or ErrorKind.ContextTooLong or ErrorKind.ContentPolicy => 400,
        // AWS answers a bad signature or token with 403; its SDKs go by the type, not by the status.
        ErrorKind.InvalidKey or ErrorKind.Forbidden => 403,
        ErrorKind.Billing => 402,
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

    /// <summary>The exception's name: in the header of an answer, and in lower camel case in a frame of a stream.</summary>
    public static string Type(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidKey => "UnrecognizedClientException",
        ErrorKind.Billing => "ServiceQuotaExceededException",
        ErrorKind.Forbidden => "AccessDeniedException",
        ErrorKind.ModelNotFound or ErrorKind.NotFound => "ResourceNotFoundException",
        ErrorKind.Conflict => "ConflictException",
        ErrorKind.RateLimited => "ThrottlingException",
        ErrorKind.Internal => "InternalServerException",
        ErrorKind.BadUpstream or ErrorKind.Overloaded or ErrorKind.NotImplemented or ErrorKind.NotConfigured => "ServiceUnavailableException",
        ErrorKind.Timeout => "ModelTimeoutException",
        _ => "ValidationException",
    };

    public static void Write(GatewayError error, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        json.WriteString("message"u8, error.Message);
        if (error.RequestId.Length > 0)
        {
            json.WriteString("request_id"u8, error.RequestId);
        }

        json.WriteString("origin"u8, ErrorWords.Utf8(error.Origin));
        json.WriteEndObject();
    }

    /// <summary>Ends a stream with one exception frame of the Amazon event stream encoding.</summary>
    public static void WriteInBand(GatewayError error, IBufferWriter<byte> output)
    {
        var type = Type(error.Kind);
        var payload = new ArrayBufferWriter<byte>();
        Write(error, payload);
        AwsEventStreamWriter.WriteException(output, Encoding.ASCII.GetBytes(string.Concat(type[..1].ToLowerInvariant(), type.AsSpan(1))), payload.WrittenSpan);
    }
}
