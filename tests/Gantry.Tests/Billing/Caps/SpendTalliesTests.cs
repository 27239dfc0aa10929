using System.Collections.Immutable;
using System.Globalization;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Protocols.Tests;
using Xunit;

namespace Gantry.Tests.Billing.Caps;

public sealed class SpendTalliesTests
{
    private static readonly Money Dime = new(100_000_000);
    private static readonly Money Dollar = new(Money.NanosPerDollar);
    private static readonly Guid Key = new("01980000-0000-7000-8000-000000000001");
    private static readonly Guid Account = new("01980000-0000-7000-8000-000000000002");
    private static readonly Guid Person = new("01980000-0000-7000-8000-000000000003");
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Midnight = Noon.AddHours(-12);

    private readonly SpendTallies _tallies = new();
    private readonly Lock _gate = new();

    public static TheoryData<SpendScope, SpendWindow> All() =>
        [.. from scope in Enum.GetValues<SpendScope>() from window in Enum.GetValues<SpendWindow>() select (scope, window)];

    [Theory]
    [MemberData(nameof(All))]
    public void L_3_Two_hundred_at_once_on_a_dollar_at_a_dime_are_exactly_ten(SpendScope scope, SpendWindow window)
    {
        var spender = Spender(Cap(scope, window, Dollar));
        var admitted = 0;
        Parallel.For(0, 200, _ =>
        {
            if (Try(spender, Noon, Dime)) Interlocked.Increment(ref admitted);
        });
        Assert.Equal(10, admitted);

        // Charged or held, the eleventh does not fit; given back, one does.
        _tallies.Settle(spender, Noon, Dime, Dime);
        Assert.False(Try(spender, Noon, new Money(1)));
        _tallies.Settle(spender, Noon, Dime, Money.Zero);
        Assert.True(Try(spender, Noon, Dime));
        Assert.False(Try(spender, Noon, new Money(1)));
    }

    [Theory]
    [InlineData("UTC", SpendWindow.Day, "2026-11-22T00:00:00Z")]
    [InlineData("Asia/Kolkata", SpendWindow.Day, "2026-11-21T18:30:00Z")]
    [InlineData("America/New_York", SpendWindow.Week, "2026-11-23T05:00:00Z")]
    [InlineData("Europe/Berlin", SpendWindow.Month, "2026-11-30T23:00:00Z")]
    public void L_3_Window_flips_at_midnight_of_the_zone(string zone, SpendWindow window, string midnight)
    {
        var flip = DateTimeOffset.Parse(midnight, CultureInfo.InvariantCulture);
        var time = new FakeTime(flip.AddTicks(-1));
        var spender = Spender(Cap(SpendScope.Key, window, Dollar, zone));
        Assert.True(Try(spender, time.GetUtcNow(), Dollar));
        var refusal = Assert.IsType<CapRefusal>(_tallies.Refuses(spender, time.GetUtcNow(), Dime));
        Assert.Equal((Money.Zero, Dollar, Dime, (DateTimeOffset?)flip), (refusal.Spent, refusal.Held, refusal.Needed, refusal.ResetsAt));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.True(Try(spender, time.GetUtcNow(), Dollar));
        Assert.False(Try(spender, time.GetUtcNow(), Dime));

        // The request of yesterday is charged to yesterday.
        _tallies.Settle(spender, flip.AddTicks(-1), Dollar, Dime);
        Assert.False(Try(spender, time.GetUtcNow(), Dime));
        Assert.Equal((Dime, Money.Zero), Spent(spender, flip.AddTicks(-1)));
        Assert.Equal((Money.Zero, Dollar), Spent(spender, flip));
    }

    [Fact]
    public void L_3_Several_windows_hold_at_once_and_the_one_that_lasts_longest_is_named()
    {
        var spender = Spender(Cap(SpendScope.Key, SpendWindow.Day, Dime), Cap(SpendScope.Account, SpendWindow.Total, Dime), Cap(SpendScope.Group, SpendWindow.Month, Dollar));
        Assert.True(Try(spender, Noon, Dime));
        Assert.Equal(SpendWindow.Total, _tallies.Refuses(spender, Noon, Dime)!.Cap.Window);
        Assert.Equal(SpendWindow.Total, _tallies.Refuses(spender, Noon, Dollar)!.Cap.Window);
        _tallies.Settle(spender, Noon, Dime, Dime);
        Assert.Equal(SpendWindow.Total, RefusalOf(spender, Noon.AddDays(1), Dime)!.Cap.Window);
    }

    [Fact]
    public void Spending_of_other_runs_is_asked_for_once_a_window_and_counts()
    {
        var spender = Spender(Cap(SpendScope.Key, SpendWindow.Day, Dollar), Cap(SpendScope.Group, SpendWindow.Total, Dollar));
        Assert.Equal(new SpendKey(SpendScope.Key, Key.ToString(), Midnight), _tallies.Unknown(spender, Noon));
        Assert.Throws<InvalidOperationException>(() => _tallies.Refuses(spender, Noon, Dime));
        Assert.Equal(Money.Zero, _tallies.Room(spender, Noon));
        _tallies.Load(_tallies.Unknown(spender, Noon)!.Value, Dollar - Dime);
        Assert.Equal(new SpendKey(SpendScope.Group, "fast", null), _tallies.Unknown(spender, Noon));
        _tallies.Load(_tallies.Unknown(spender, Noon)!.Value, Dime);
        Assert.Null(_tallies.Unknown(spender, Noon));
        Assert.Equal(Dime, _tallies.Room(spender, Noon));
        Assert.True(Try(spender, Noon, Dime));
        Assert.Equal(Dollar - Dime, _tallies.Refuses(spender, Noon, Dime)!.Spent);
        Assert.Equal(new SpendKey(SpendScope.Key, Key.ToString(), Midnight.AddDays(1)), _tallies.Unknown(spender, Noon.AddDays(1)));
    }

    [Fact]
    public void Windows_that_begin_together_are_asked_for_once()
    {
        var monday = new DateTimeOffset(2027, 2, 1, 9, 0, 0, TimeSpan.Zero);
        var spender = Spender(Cap(SpendScope.Key, SpendWindow.Day, Dollar), Cap(SpendScope.Key, SpendWindow.Week, Dollar), Cap(SpendScope.Key, SpendWindow.Month, Dollar));
        var asked = 0;
        while (_tallies.Unknown(spender, monday) is { } key && ++asked < 9) _tallies.Load(key, Dime);
        Assert.InRange(asked, 1, 3);
        Assert.Equal(Dollar - Dime, _tallies.Room(spender, monday));
    }

    [Fact]
    public void Cap_that_is_configured_later_counts_what_was_charged_and_is_held_before()
    {
        var free = Spender();
        Assert.True(Try(free, Noon, Dime));
        _tallies.Settle(free, Noon, Dime, Dime);
        Assert.True(Try(free, Noon, Dime));
        foreach (var (scope, window) in All().Select(row => row.Data)) Assert.Equal((Dime, Dime), Spent(Spender(Cap(scope, window, Dollar)), Noon));
    }

    [Fact]
    public void Change_of_zone_forgets_nothing_of_the_day()
    {
        var here = Spender(Cap(SpendScope.Key, SpendWindow.Day, Dollar));
        Assert.True(Try(here, Noon, Dollar - Dime));
        _tallies.Settle(here, Noon, Dollar - Dime, Dollar - Dime);
        var there = Spender(Cap(SpendScope.Key, SpendWindow.Day, Dollar, "Asia/Tokyo"));
        Assert.True(Try(there, Noon, Dime));
        Assert.False(Try(there, Noon, Dime));
        Assert.False(Try(here, Noon, Dime));
        Assert.True(Try(there, new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero), Dollar));
    }

    [Fact]
    public void L_15_Refund_makes_room_again()
    {
        var spender = Spender(Cap(SpendScope.Key, SpendWindow.Day, Dollar), Cap(SpendScope.Group, SpendWindow.Month, Dollar));
        Assert.True(Try(spender, Noon, Dollar));
        _tallies.Settle(spender, Noon, Dollar, Dollar);
        Assert.Equal(Money.Zero, _tallies.Room(spender, Noon));
        _tallies.Refund(spender, Noon, Dime);
        Assert.Equal(Dime, _tallies.Room(spender, Noon));
        _tallies.RefundOther(spender, Noon, Dime);
        Assert.Equal(Dime + Dime, _tallies.Room(spender, Noon));

        // Another month's window is not there to be corrected, nor is it opened for that.
        _tallies.Refund(spender, Noon.AddDays(-40), Dime);
        Assert.Equal((Dollar - Dime - Dime, Money.Zero), Spent(spender, Noon));
    }

    [Fact]
    public void Room_is_the_least_of_all_caps_and_never_below_nothing()
    {
        Assert.Equal(new Money(long.MaxValue), _tallies.Room(Spender(), Noon));
        var spender = Spender(Cap(SpendScope.Key, SpendWindow.Total, Dollar), Cap(SpendScope.Group, SpendWindow.Day, Dime));
        Assert.True(Try(spender, Noon, Dime));
        _tallies.Settle(spender, Noon, Dime, Dollar);
        Assert.Equal(Money.Zero, _tallies.Room(spender, Noon));
    }

    [Fact]
    public void L_13_Settling_more_than_is_held_is_an_error()
    {
        var spender = Spender();
        _tallies.Hold(spender, Noon, Dime);
        _tallies.Settle(spender, Noon, Dime, Dime);
        Assert.Throws<InvalidOperationException>(() => _tallies.Settle(spender, Noon, Dime, Dime));
    }

    [Fact]
    public void Past_windows_are_dropped_unless_a_request_still_holds_something_of_them()
    {
        var spender = Spender(Cap(SpendScope.Key, SpendWindow.Day, Dollar));
        Assert.True(Try(spender, Noon, Dime));
        for (var day = 1; day <= 400; day++)
        {
            Assert.True(Try(spender, Noon.AddDays(day), Dollar));
            _tallies.Settle(spender, Noon.AddDays(day), Dollar, Dollar);
        }

        // Two of each kind and those of the first request, for a key, an account, a member and a group.
        Assert.Equal(4 * (3 * 2 + 3), _tallies.Trim(Noon));
        Assert.Equal((Money.Zero, Dime), Spent(spender, Noon));
        _tallies.Settle(spender, Noon, Dime, Dime);
        Assert.Equal(0, _tallies.Trim(Noon.AddDays(900)));
        Assert.Equal(new Money(400 * Money.NanosPerDollar) + Dime, Spent(Spender(Cap(SpendScope.Account, SpendWindow.Total, Dollar)), Noon).Spent);
    }

    [Fact]
    public void Group_counts_in_any_case()
    {
        Assert.True(Try(Spender() with { Group = "FAST" }, Noon, Dime));
        Assert.Equal((Money.Zero, Dime), Spent(Spender(Cap(SpendScope.Group, SpendWindow.Day, Dollar)), Noon));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_request()
    {
        var spender = Spender([.. All().Select(row => Cap(row.Data.Item1, row.Data.Item2, Dollar, "Europe/Berlin"))]);
        Assert.Equal(0, Allocated.Least(() =>
        {
            Assert.True(Try(spender, Noon, Dime));
            _tallies.Hold(spender, Noon, Dime);
            _tallies.Settle(spender, Noon, Dime + Dime, Money.Zero);
        }));
    }

    // What the desk does: loads what is unknown outside of the lock, then judges and holds in one go.
    private bool Try(Spender spender, DateTimeOffset startedAt, Money amount)
    {
        while (true)
        {
            SpendKey key;
            lock (_gate)
            {
                if (_tallies.Unknown(spender, startedAt) is not { } unknown)
                {
                    if (_tallies.Refuses(spender, startedAt, amount) is not null) return false;
                    _tallies.Hold(spender, startedAt, amount);
                    return true;
                }

                key = unknown;
            }

            lock (_gate) _tallies.Load(key, Money.Zero);
        }
    }

    private (Money Spent, Money Held) Spent(Spender spender, DateTimeOffset at)
    {
        var refusal = RefusalOf(spender, at, new Money(1_000_000 * Money.NanosPerDollar))!;
        return (refusal.Spent, refusal.Held);
    }

    private CapRefusal? RefusalOf(Spender spender, DateTimeOffset at, Money amount)
    {
        while (_tallies.Unknown(spender, at) is { } key) _tallies.Load(key, Money.Zero);
        return _tallies.Refuses(spender, at, amount);
    }

    private static SpendCap Cap(SpendScope scope, SpendWindow window, Money limit, string zone = "UTC")
    {
        var id = scope switch { SpendScope.Key => Key.ToString(), SpendScope.Account => Account.ToString(), SpendScope.Member => new TeamMember(Account, Person).ToString(), _ => "fast" };
        return new SpendCap(scope, id, window, limit, zone == "UTC" ? TimeZoneInfo.Utc : Zones.Find(zone));
    }

    private static Spender Spender(params ImmutableArray<SpendCap> caps) => new(
        Key, Account, "fast", caps.IsEmpty ? TimeZoneInfo.Utc : caps[0].Zone,
        [.. caps.Where(c => c.Scope != SpendScope.Group)], [.. caps.Where(c => c.Scope == SpendScope.Group)],
        caps.FirstOrDefault(c => c.Scope == SpendScope.Group)?.Zone ?? TimeZoneInfo.Utc) { MemberId = Person };
}
