namespace Gantry.Watch;

/// <summary>Looks for one sort of condition. Reads memory and the store; no request waits for it.</summary>
internal interface IWatcher
{
    /// <summary>How often it looks.</summary>
    TimeSpan Interval { get; }

    /// <summary>Says what holds and what no longer does. One look at a time.</summary>
    Task LookAsync(AlertRound round, CancellationToken cancellation);
}
