namespace Gantry.Relay.Replays;

/// <summary>Hears what a client is told, whether the client is still there or not. One caller at a time.</summary>
internal interface IClientTee
{
    /// <summary>Status and headers are about to leave. Later calls change nothing.</summary>
    void Begin(HttpResponse response);

    /// <summary>Bytes of the answer are about to leave, keep-alives apart; begins the answer where that was not said.</summary>
    void Take(HttpResponse response, ReadOnlySpan<byte> bytes);

    /// <summary>A whole document with a status of its own takes the place of an answer.</summary>
    void Refuse(HttpResponse response, ReadOnlySpan<byte> document);

    /// <summary>The connection is cut: what was told so far does not say that it is no whole answer.</summary>
    void Cut();
}
