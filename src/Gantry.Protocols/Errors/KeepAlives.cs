using System.Text;

namespace Gantry.Protocols.Errors;

/// <summary>The bytes that keep an idle stream alive without meaning anything to the client.</summary>
public static class KeepAlives
{
    private static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();
    private static readonly byte[] BlankLine = "\r\n"u8.ToArray();
    private static readonly byte[] Space = " "u8.ToArray();
    private static readonly byte[] Ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n"u8.ToArray();

    /// <summary>What to send between two whole events; empty where the protocol has nothing that every client takes.</summary>
    /// <remarks>
    /// Responses: a comment does not reset Codex's idle timer, but an event of ours would need a sequence number that belongs to the upstream.
    /// Gemini: its Python SDK parses every line that is not <c>data:</c>, so there is nothing safe to say.
    /// </remarks>
    public static ReadOnlyMemory<byte> For(Protocol protocol, bool sse) => (protocol, sse) switch
    {
        (Protocol.Chat or Protocol.Responses, true) => Comment,
        (Protocol.Messages, true) => Ping,
        _ => default,
    };

    /// <summary>What to send between two whole events of a stream that is the gateway's own writing.</summary>
    /// <param name="protocol">The client's.</param>
    /// <param name="sse">False for Gemini's growing array.</param>
    /// <param name="number">Responses: the number that the next event will have.</param>
    /// <remarks>
    /// Codex counts its idle time from event to event, so Responses gets an event. The parsers of Google's SDKs skip a blank line and choke on anything else;
    /// white space between the elements of an array is nobody's.
    /// </remarks>
    public static ReadOnlyMemory<byte> ForOwn(Protocol protocol, bool sse, long number) => protocol switch
    {
        Protocol.Responses => Encoding.ASCII.GetBytes($"event: keepalive\ndata: {{\"type\":\"keepalive\",\"sequence_number\":{number}}}\n\n"),
        Protocol.Gemini => sse ? BlankLine : Space,
        _ => For(protocol, sse),
    };
}
