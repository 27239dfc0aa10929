namespace Gantry.Bench.Wire;

/// <summary>What came of a load, within its window.</summary>
internal sealed class LoadFigures
{
    /// <summary>Answers that ended as they should.</summary>
    public long Answers { get; set; }

    /// <summary>Stamps read: events, where answers are streams.</summary>
    public long Stamps { get; set; }

    /// <summary>Also outside of the window.</summary>
    public long Failed { get; private set; }

    /// <summary>The first thing that went wrong.</summary>
    public string? Fault { get; private set; }

    public double Seconds { get; set; }

    /// <summary>From the moment that the timetable names, else from the send, to the end of the answer.</summary>
    public Histogram Times { get; } = new();

    /// <summary>From the send to the first content.</summary>
    public Histogram First { get; } = new();

    /// <summary>From the provider's write to the client's read.</summary>
    public Histogram Transit { get; } = new();

    public void Fail(string fault)
    {
        Failed++;
        Fault ??= fault;
    }

    public void Reset()
    {
        (Answers, Stamps, Failed, Fault, Seconds) = (0, 0, 0, null, 0);
        Times.Reset();
        First.Reset();
        Transit.Reset();
    }
}
