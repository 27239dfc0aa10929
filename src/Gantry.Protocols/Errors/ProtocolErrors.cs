using System.Buffers;
using System.Globalization;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Converse;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols.Errors;

/// <summary>One failure in every protocol's own words: status, headers, body, and the form it takes inside a running stream.</summary>
public static class ProtocolErrors
{
    /// <summary>The HTTP status that clients of the protocol expect.</summary>
    public static int Status(Protocol protocol, ErrorKind kind) => protocol switch
    {
        Protocol.Chat => ChatErrors.Status(kind),
        Protocol.Responses => ResponsesErrors.Status(kind),
        Protocol.Messages => MessagesErrors.Status(kind),
        Protocol.Gemini => GeminiErrors.Status(kind),
        Protocol.Converse => ConverseErrors.Status(kind),
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    /// <summary>A short code for usage records and filters, the same in every protocol: the error's own, or the default of its kind.</summary>
    public static string Code(GatewayError error) => error.Code ?? ChatErrors.Code(error.Kind) ?? "invalid_request";

    /// <summary>Writes the whole body, <c>application/json</c>.</summary>
    public static void Write(Protocol protocol, GatewayError error, IBufferWriter<byte> output)
    {
        switch (protocol)
        {
            case Protocol.Chat: ChatErrors.Write(error, output); break;
            case Protocol.Responses: ResponsesErrors.Write(error, output); break;
            case Protocol.Messages: MessagesErrors.Write(error, output); break;
            case Protocol.Gemini: GeminiErrors.Write(error, output); break;
            case Protocol.Converse: ConverseErrors.Write(error, output); break;
            default: throw new ArgumentOutOfRangeException(nameof(protocol));
        }
    }

    /// <summary>Writes what ends a stream that has already delivered content. Flush before and after it, then close.</summary>
    public static void WriteInBand(Protocol protocol, GatewayError error, in InBandPosition at, IBufferWriter<byte> output)
    {
        switch (protocol)
        {
            case Protocol.Chat: ChatErrors.WriteInBand(error, at, output); break;
            case Protocol.Responses: ResponsesErrors.WriteInBand(error, at, output); break;
            case Protocol.Messages: MessagesErrors.WriteInBand(error, at, output); break;
            case Protocol.Gemini: GeminiErrors.WriteInBand(error, at, output); break;
            case Protocol.Converse: ConverseErrors.WriteInBand(error, output); break;
            default: throw new ArgumentOutOfRangeException(nameof(protocol));
        }
    }

    /// <summary>The headers that belong to the error beside <c>content-type</c> and <c>x-request-id</c>. Names in lower case.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Headers(Protocol protocol, GatewayError error)
    {
        yield return new("x-gantry-error-origin", ErrorWords.Text(error.Origin));
        if (ErrorWords.RetryAfter(error) is { } seconds)
        {
            yield return new("retry-after", seconds.ToString(CultureInfo.InvariantCulture));
        }

        if (error.IsFinal || IsFinal(protocol, error.Kind))
        {
            yield return new("x-should-retry", "false");
        }
        else if (error.Kind == ErrorKind.RateLimited && protocol is Protocol.Chat or Protocol.Responses or Protocol.Messages)
        {
            yield return new("x-should-retry", "true");
        }

        if (protocol == Protocol.Messages && error.RequestId.Length > 0)
        {
            yield return new("request-id", error.RequestId);
        }

        if (protocol == Protocol.Converse)
        {
            yield return new("x-amzn-errortype", ConverseErrors.Type(error.Kind));
        }
    }

    // Claude Code retries a 401 for minutes without this header; both SDK families retry every status from 500 up.
    private static bool IsFinal(Protocol protocol, ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidKey => protocol is Protocol.Messages,
        ErrorKind.Billing => protocol is Protocol.Chat or Protocol.Responses or Protocol.Messages,
        ErrorKind.NotImplemented or ErrorKind.NotConfigured => true,
        _ => false,
    };
}
