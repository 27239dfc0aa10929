namespace Gantry.Relay;

/// <summary>From when on a node turns new requests away, so that those it has taken are served well (reliability §4.1 "admission", R-16, R-24).</summary>
public sealed record AdmissionLimits
{
    /// <summary>Requests at once.</summary>
    public int Requests { get; init; } = 4000;

    /// <summary>Managed memory, in percent of what the process may use.</summary>
    public int MemoryPercent { get; init; } = 80;

    /// <summary>From here on nothing new is served at all, not even a list of models or a page.</summary>
    public int LastMemoryPercent { get; init; } = 95;

    /// <summary>Free bytes of the disk with the data folder: what is left is for the records of requests that run.</summary>
    public long DiskBytes { get; init; } = 512L << 20;

    /// <summary>How late work may begin that is ready: a processor has more to do than it can, whatever the number of requests is.</summary>
    public TimeSpan Lag { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Work has to be that late for so long: a burst is served, a little later.</summary>
    public TimeSpan LagPatience { get; init; } = TimeSpan.FromSeconds(5);
}
