namespace Gantry.Relay;

/// <summary>Carried by the exchange of one turn on a WebSocket.</summary>
/// <param name="PreviousId">The response that the turn continues, which the connection itself has put in front of it.</param>
internal sealed record SocketTurn(string? PreviousId)
{
    /// <summary>The upstream speaks another protocol.</summary>
    public bool IsTranslated { get; set; }
}
