using Gantry.Alerts;
using Gantry.Billing.Pricing;
using Gantry.Snapshot;

namespace Gantry.Watch;

/// <summary>Keys that spend far more in this hour than in the week before it (<see cref="Velocity"/>). It has cleared when an hour was over that was not like that.</summary>
internal sealed class VelocityWatcher(IAlertFacts facts, SnapshotHolder snapshots, TimeProvider time) : IWatcher
{
    public TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    public async Task LookAsync(AlertRound round, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var hour = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        var floor = snapshots.Current.Settings.Alerts.VelocityFloor;
        var found = await facts.HoursAsync(hour.AddHours(-Velocity.Hours - 1), hour.AddHours(-1), floor, cancellation);
        // A key that was rotated with an overlap is there twice: once by each secret.
        var names = snapshots.Current.Keys.Values.DistinctBy(key => key.Id).ToDictionary(key => key.Id);
        var unusual = new HashSet<AlertKey>();
        foreach (var key in found.GroupBy(fact => fact.KeyId))
        {
            var alert = new AlertKey(AlertKind.SpendVelocity, $"key {key.Key}");
            var hours = key.ToDictionary(fact => fact.Hour, fact => fact.Charged);
            var last = IsUnusual(hours, hour.AddHours(-1), floor);
            if (!IsUnusual(hours, hour, floor))
            {
                if (last) unusual.Add(alert);
                continue;
            }

            unusual.Add(alert);
            var name = names.TryGetValue(key.Key, out var known) ? $"Key {known.Name} ({known.Display})" : $"Key {key.Key}";
            var usual = new Money(Before(hours, hour).Sum(each => each.Value.Nanos) / CountBefore(hours, hour));
            round.Raise(alert, key.First().AccountId, $"{name} has spent {Dollars.Of(hours[hour])} in this hour; its mean of the week before is {Dollars.Of(usual)} an hour. Revoke it if that is not meant.", known?.MemberId);
        }

        foreach (var over in round.Open(AlertKind.SpendVelocity).Where(alert => !unusual.Contains(alert.Key) && alert.At < hour)) round.End(over.Key);
    }

    private static bool IsUnusual(Dictionary<DateTimeOffset, Money> hours, DateTimeOffset hour, Money floor) =>
        hours.TryGetValue(hour, out var spent) && Velocity.IsUnusual(spent, Before(hours, hour).Select(each => each.Value), CountBefore(hours, hour), floor);

    private static IEnumerable<KeyValuePair<DateTimeOffset, Money>> Before(Dictionary<DateTimeOffset, Money> hours, DateTimeOffset hour) =>
        hours.Where(each => each.Key < hour && each.Key >= hour.AddHours(-Velocity.Hours));

    // From the first hour on that it has spent in: before it there was perhaps no key.
    private static int CountBefore(Dictionary<DateTimeOffset, Money> hours, DateTimeOffset hour)
    {
        var first = Before(hours, hour).Select(each => each.Key).DefaultIfEmpty(hour).Min();
        return (int)((hour - first).Ticks / TimeSpan.TicksPerHour);
    }
}
