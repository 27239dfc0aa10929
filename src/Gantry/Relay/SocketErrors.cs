using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Relay.Sockets;
using Gantry.Relay.State;

namespace Gantry.Relay;

/// <summary>Failures as frames of a WebSocket.</summary>
internal static class SocketErrors
{
    public static readonly GatewayError TooOld = Bad("This connection has been open for as long as one may be. Open another and go on there.", "websocket_connection_limit_reached");
    public static readonly GatewayError Binary = Bad("Send text frames: each is one JSON object.", "binary_frame");
    public static readonly GatewayError UnknownEvent = Bad("The frame's 'type' must be response.create.", "unknown_event") with { Param = "type" };
    public static readonly GatewayError NoJson = Bad("The frame is not a JSON object.", "invalid_json");
    public static readonly GatewayError Lanes = Bad("'stream_id' is not served here: the turns of one connection follow one another. Open a connection for each.", null) with { Param = "stream_id" };

    /// <summary>Writes a failure of the gateway's own.</summary>
    public static byte[] Write(GatewayError error)
    {
        var body = new ArrayBufferWriter<byte>(512);
        ProtocolErrors.Write(Protocol.Responses, error, body);
        return Frame(ProtocolErrors.Status(Protocol.Responses, error.Kind), JsonCut.Member(body.WrittenMemory, "error"), []);
    }

    /// <summary>Writes what a turn has answered in place of events, or that it broke off.</summary>
    public static byte[] Write(SocketAnswer answer)
    {
        ReadOnlyMemory<byte> error = default;
        try
        {
            error = answer.Held.Span is [(byte)'{', ..] ? JsonCut.Member(answer.Held, "error") : default;
        }
        catch (JsonException)
        {
            // An upstream's page in the place of an error; its status says what can be said.
        }

        return error.Span is [(byte)'{', ..]
            ? Frame(answer.StatusCode, error, answer.Headers)
            : Write(answer.StatusCode >= 400 ? Failures.Senseless("an unreadable error") : Failures.Torn());
    }

    private static byte[] Frame(int status, ReadOnlyMemory<byte> error, IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> headers) => JsonCut.Object(
    [
        new("type", "\"error\""u8.ToArray()),
        new("status", Encoding.UTF8.GetBytes(status.ToString(CultureInfo.InvariantCulture))),
        new("error", error),
        new("headers", JsonCut.Object(headers
            .Where(header => !header.Key.StartsWith("content-", StringComparison.OrdinalIgnoreCase))
            .Select(header => new KeyValuePair<string, ReadOnlyMemory<byte>>(header.Key, JsonSplice.Quote(header.Value.ToString()))))),
    ]);

    private static GatewayError Bad(string message, string? code) => new(ErrorKind.InvalidRequest, ErrorOrigin.Client, message) { Code = code };
}
