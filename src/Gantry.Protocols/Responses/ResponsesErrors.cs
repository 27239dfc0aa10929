using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Responses;

/// <summary>Errors of Responses: OpenAI's shape as a body, a failed response inside a stream.</summary>
internal static class ResponsesErrors
{
    public static int Status(ErrorKind kind) => ChatErrors.Status(kind);

    public static void Write(GatewayError error, IBufferWriter<byte> output) => ChatErrors.Write(error, output);

    /// <summary>Ends a stream with <c>response.failed</c>. Codex does not understand an <c>error</c> event and would reconnect five times.</summary>
    public static void WriteInBand(GatewayError error, in InBandPosition at, IBufferWriter<byte> output)
    {
        output.Write(at.InsideEvent ? "\n\nevent: response.failed\ndata: "u8 : "event: response.failed\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "response.failed"u8);
            json.WriteNumber("sequence_number"u8, at.SequenceNumber);
            WriteResponse(error, at, json);
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    // Typed clients demand every member that OpenAI's schema marks as required.
    private static void WriteResponse(GatewayError error, in InBandPosition at, Utf8JsonWriter json)
    {
        json.WriteStartObject("response"u8);
        json.WriteString("id"u8, at.ResponseId ?? $"resp_{error.RequestId}");
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, at.CreatedAt);
        json.WriteString("status"u8, "failed"u8);
        WriteError(error, json);
        json.WriteNull("incomplete_details"u8);
        json.WriteNull("instructions"u8);
        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteString("model"u8, at.Model ?? "");
        WriteEmptyArray("output"u8, json);
        json.WriteBoolean("parallel_tool_calls"u8, true);
        json.WriteNull("temperature"u8);
        json.WriteString("tool_choice"u8, "auto"u8);
        WriteEmptyArray("tools"u8, json);
        json.WriteNull("top_p"u8);
        json.WriteNull("usage"u8);
        json.WriteEndObject();
    }

    /// <summary>Writes the member <c>error</c> of a failed response.</summary>
    public static void WriteError(GatewayError error, Utf8JsonWriter json)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, error.Code ?? InBandCode(error.Kind));
        json.WriteString("message"u8, Message(error));
        if (error.RequestId.Length > 0)
        {
            json.WriteString("request_id"u8, error.RequestId);
        }

        json.WriteString("origin"u8, ErrorWords.Utf8(error.Origin));
        json.WriteEndObject();
    }

    private static void WriteEmptyArray(ReadOnlySpan<byte> name, Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    // Codex acts on these codes and takes any other as worth a retry.
    private static string InBandCode(ErrorKind kind) => kind switch
    {
        ErrorKind.Billing => "insufficient_quota",
        ErrorKind.RateLimited => "rate_limit_exceeded",
        ErrorKind.ContextTooLong => "context_length_exceeded",
        ErrorKind.ContentPolicy => "invalid_prompt",
        ErrorKind.InvalidRequest => "invalid_request",
        _ => "server_error",
    };

    // Codex reads the time to wait out of the sentence; where the upstream has said one, its own is the exact one.
    private static string Message(GatewayError error) =>
        error.Kind == ErrorKind.RateLimited && ErrorWords.RetryAfter(error) is { } seconds
            && !error.Message.Contains("try again in", StringComparison.OrdinalIgnoreCase)
            ? string.Create(CultureInfo.InvariantCulture, $"{error.Message} Please try again in {seconds}s.")
            : error.Message;
}
