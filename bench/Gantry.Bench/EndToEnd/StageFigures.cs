namespace Gantry.Bench.EndToEnd;

/// <summary>What one stage measured of one target in one round. NaN where it has no such figure.</summary>
internal sealed record StageFigures
{
    /// <summary>Requests answered, or events of streams, a second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Processor time of the proxy for each of them, in microseconds.</summary>
    public required double Cpu { get; init; }

    /// <summary>Cores that the proxy used.</summary>
    public required double CoresUsed { get; init; }

    /// <summary>Milliseconds: of whole answers from the timetable or the send to the end, of events from the provider's write to the client's read.</summary>
    public required double P50 { get; init; }

    public required double P99 { get; init; }

    /// <summary>Milliseconds from the send to the first content of a stream.</summary>
    public required double First50 { get; init; }

    public required double First99 { get; init; }

    /// <summary>The most memory that was resident, in MiB.</summary>
    public required double Peak { get; init; }

    /// <summary>Resident memory over that before the stage, in KiB for each stream.</summary>
    public required double PerStream { get; init; }

    public required long Failed { get; init; }

    public required string? Fault { get; init; }

    /// <summary>Cores that nobody of this run used.</summary>
    public required double Others { get; init; }
}
