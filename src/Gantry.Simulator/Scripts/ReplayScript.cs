namespace Gantry.Simulator.Scripts;

/// <summary>An exchange that was recorded elsewhere, to be served byte for byte.</summary>
public sealed record ReplayScript
{
    public int Status { get; init; } = 200;

    /// <summary>Header fields; length and transfer encoding are the connection's own business and are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Sizes of the writes, repeated to the end; none writes the body at once, with its length declared.</summary>
    public IReadOnlyList<int> ChunkSizes { get; init; } = [];

    /// <summary>Time between two writes.</summary>
    public TimeSpan Interval { get; init; }
}
