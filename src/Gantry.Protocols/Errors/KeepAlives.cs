namespace Gantry.Protocols.Errors;

/// <summary>The bytes that keep an idle stream alive without meaning anything to the client.</summary>
public static class KeepAlives
{
    private static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();
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
}
