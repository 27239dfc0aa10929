using Gantry.Relay.State;

namespace Gantry.Relay;

/// <summary>The input of one turn with all that goes before it.</summary>
/// <param name="Items">The items to send.</param>
/// <param name="PreviousId">The response that the client continues.</param>
/// <param name="UpstreamBase">The response that the upstream itself has to put in front of the items; null where they are all there is.</param>
internal sealed record SocketInput(IReadOnlyList<TranscriptItem> Items, string? PreviousId, string? UpstreamBase);
