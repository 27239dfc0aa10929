using Gantry.Alerts;
using Gantry.Billing.Pricing;
using Gantry.Snapshot;
using Gantry.Watch;
using Xunit;

namespace Gantry.Tests.Watch;

/// <summary>Keys that spend out of the ordinary, as they are told.</summary>
public sealed class VelocityWatcherTests
{
    [Fact]
    public async Task Key_with_two_secrets_after_a_rotation_is_told_by_its_name_once()
    {
        var time = new FakeTime();
        var key = Snapshots.Key(Snapshots.Group("all"));
        var now = time.GetUtcNow();
        var hour = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        var facts = new Facts([Spent(hour.AddHours(-160), 1), Spent(hour, 1_000)]);
        var round = new AlertRound(new Dictionary<AlertKey, Alert>());
        await new VelocityWatcher(facts, new SnapshotHolder(Snapshots.Of(("sk-first-0123456789", key), ("sk-second-0123456789", key))), time).LookAsync(round, TestContext.Current.CancellationToken);
        Assert.StartsWith($"Key {key.Name} ", Assert.Single(round.Raised).Text, StringComparison.Ordinal);

        HourFact Spent(DateTimeOffset at, int dollars) => new(key.Id, key.AccountId, at, new Money(dollars * Money.NanosPerDollar));
    }

    private sealed class Facts(IReadOnlyList<HourFact> hours) : IAlertFacts
    {
        public Task<IReadOnlyList<BalanceFact>> BalancesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<BalanceFact>>([]);

        public Task<IReadOnlyList<HourFact>> HoursAsync(DateTimeOffset from, DateTimeOffset latest, Money least, CancellationToken cancellation) => Task.FromResult(hours);
    }
}
