namespace Gantry.Bench.Wire;

/// <summary>How a client asks. Times are nanoseconds.</summary>
internal sealed record LoadShape
{
    public int Connections { get; init; } = 1;

    /// <summary>Requests a second, on a timetable that does not wait for answers; 0 to send the next when the last has ended.</summary>
    public int Rate { get; init; }

    /// <summary>Stamps that each answer has to bring: one of a whole answer, the events of a stream.</summary>
    public int Stamps { get; init; } = 1;

    /// <summary>Over which the connections begin.</summary>
    public long Ramp { get; init; }

    /// <summary>Before anything counts.</summary>
    public long Warm { get; init; }

    public long Window { get; init; } = 600_000_000_000;

    /// <summary>Ends the window earlier: so many answers; 0 for time alone.</summary>
    public long Answers { get; init; }

    /// <summary>What has heard nothing for so long at the end counts as failed.</summary>
    public long Patience { get; init; } = 5_000_000_000;

    /// <summary>True to have the provider send its next event when the last has come.</summary>
    public bool InStep { get; init; }
}
