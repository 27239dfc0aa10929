namespace Gantry.Billing;

/// <summary>Bounds of the way from the journal to the store.</summary>
internal sealed record UsageWriterOptions
{
    /// <summary>Records that may wait for the store before an append waits for room.</summary>
    public int Capacity { get; init; } = 65_536;

    public int BatchRows { get; init; } = 2_000;

    /// <summary>How long a batch waits for more rows.</summary>
    public TimeSpan BatchWait { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Pause after the first failed insert; doubled each time.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failed inserts of a batch before one of its rows is suspected.</summary>
    public int FailuresBeforeSplit { get; init; } = 3;

    /// <summary>How long a request waits at most where half of <see cref="Capacity"/> waits for the store.</summary>
    public TimeSpan CatchUpPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long requests are let in to wait for <see cref="IUsageSink.Recovered"/> after the start.</summary>
    public TimeSpan RecoveryPatience { get; init; } = TimeSpan.FromSeconds(5);
}
