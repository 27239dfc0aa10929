using Gantry.Alerts;
using Gantry.Snapshot;
using Gantry.Watch;
using Xunit;

namespace Gantry.Tests.Watch;

/// <summary>Conditions of the gateway itself, at a time that the test moves.</summary>
public sealed class StateWatcherTests
{
    private readonly FakeTime _time = new();
    private Dictionary<AlertKey, Alert> _open = [];

    [Fact]
    public async Task Usage_log_that_is_behind_for_ten_seconds_is_told_and_clears_after_a_good_minute()
    {
        var accepting = false;
        var watcher = new UsageWatcher(() => accepting, _time);
        Assert.Empty((await LookAsync(watcher, 0)).Raised);
        Assert.Empty((await LookAsync(watcher, 9)).Raised);
        var raised = Assert.Single((await LookAsync(watcher, 1)).Raised);
        Assert.Equal((AlertKind.UsageBehind, null), (raised.Key.Kind, raised.AccountId));
        Assert.Empty((await LookAsync(watcher, 5)).Raised);
        accepting = true;
        Assert.Empty((await LookAsync(watcher, 5)).Ended);
        Assert.Empty((await LookAsync(watcher, 59)).Ended);
        Assert.NotNull(Assert.Single((await LookAsync(watcher, 1)).Ended).Text);
    }

    [Fact]
    public async Task Price_that_takes_effect_within_a_day_is_told_once()
    {
        var at = _time.GetUtcNow().AddHours(25);
        var snapshots = new SnapshotHolder(Snapshots.Of() with { PricesUntil = at });
        var watcher = new PriceWatcher(snapshots, _time);
        Assert.Empty((await LookAsync(watcher, 0)).Raised);
        Assert.Contains("2026-11-22 13:00:00 UTC", Assert.Single((await LookAsync(watcher, 3600)).Raised).Text, StringComparison.Ordinal);
        Assert.Empty((await LookAsync(watcher, 3600)).Raised);
        snapshots.Swap(snapshots.Current with { PricesUntil = null });
        Assert.Null(Assert.Single((await LookAsync(watcher, 24 * 3600)).Ended).Text);
    }

    private async Task<AlertRound> LookAsync(IWatcher watcher, int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        var round = new AlertRound(_open);
        await watcher.LookAsync(round, TestContext.Current.CancellationToken);
        _open = _open.Values.Where(alert => round.Ended.All(end => end.Key != alert.Key))
            .Concat(round.Raised.Select(note => new Alert { Id = Guid.Empty, Key = note.Key, Text = note.Text, At = _time.GetUtcNow() }))
            .ToDictionary(alert => alert.Key);
        return round;
    }
}
