using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>What the choice of an upstream depends on.</summary>
/// <param name="Key">Who asks.</param>
/// <param name="Model">What was asked for, as the client wrote it.</param>
/// <param name="Protocol">The client's protocol.</param>
/// <param name="Operation">What is to be done.</param>
internal sealed record RouteRequest(ApiKey Key, string Model, Protocol Protocol, Operation Operation)
{
    /// <summary>What a header of the client calls its conversation; null where none does.</summary>
    public SessionSignal? Session { get; init; }

    /// <summary>Claude Code says that a subagent of it asks.</summary>
    public bool IsSubagent { get; init; }

    /// <summary>The decoded body; empty where there is none, or it is no JSON.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}
