using System.Globalization;
using Gantry.Alerts;
using Gantry.Snapshot;

namespace Gantry.Watch;

/// <summary>Prices that take effect within a day.</summary>
internal sealed class PriceWatcher(SnapshotHolder snapshots, TimeProvider time) : IWatcher
{
    public TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    public Task LookAsync(AlertRound round, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var mark = "";
        if (snapshots.Current.PricesUntil is { } at && at > now && at <= now.AddDays(1))
        {
            mark = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            round.Raise(new AlertKey(AlertKind.PriceChange, "prices", mark), null, $"A price takes effect at {at:yyyy-MM-dd HH:mm:ss} UTC.");
        }

        foreach (var past in round.Open(AlertKind.PriceChange).Where(alert => alert.Key.Mark != mark)) round.End(past.Key);
        return Task.CompletedTask;
    }
}
