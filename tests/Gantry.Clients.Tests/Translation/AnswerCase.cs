using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Clients.Tests.Translation;

/// <summary>A recorded answer as a client of another protocol gets it.</summary>
/// <param name="Recording">Where it comes from.</param>
/// <param name="Client">The protocol that it was translated to.</param>
/// <param name="Stream">The client asked for a stream.</param>
internal sealed record AnswerCase(RecordedExchange Recording, Protocol Client, bool Stream)
{
    /// <summary>What the client's SDK is served.</summary>
    public required ServedAnswer Served { get; init; }

    /// <summary>What the provider said, read by the codec of its own protocol, before any translation.</summary>
    public required ChatAnswer Said { get; init; }

    /// <summary>Why there is no answer, or only the beginning of one; null where there is a whole one.</summary>
    public GatewayError? Error { get; init; }

    public required IReadOnlyList<Loss> Losses { get; init; }

    public override string ToString() => $"{Recording.Id} -> {Client}{(Stream ? " stream" : "")}";
}
