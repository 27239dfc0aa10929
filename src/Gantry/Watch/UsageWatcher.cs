using Gantry.Alerts;

namespace Gantry.Watch;

/// <summary>Whether usage can be written: requests are refused while it cannot. Told after ten seconds; cleared after a good minute.</summary>
/// <param name="accepting">Whether it can now.</param>
/// <param name="time">The clock.</param>
internal sealed class UsageWatcher(Func<bool> accepting, TimeProvider time) : IWatcher
{
    private static readonly AlertKey Key = new(AlertKind.UsageBehind, "usage log");
    private static readonly TimeSpan BadFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private bool _isBad;
    private long? _since;

    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(5);

    public Task LookAsync(AlertRound round, CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        var isBad = !accepting();
        if (_since is null || isBad != _isBad) (_isBad, _since) = (isBad, now);
        var held = time.GetElapsedTime(_since.Value, now);
        if (isBad && held >= BadFor) round.Raise(Key, null, "The usage log is behind: requests are refused until it has caught up. Look at the disk and the database.");
        else if (!isBad && held >= GoodFor) round.End(Key, "The usage log has caught up; requests are served.");
        return Task.CompletedTask;
    }
}
