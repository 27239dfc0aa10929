using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Xunit;

namespace Gantry.Tests.Billing.Caps;

public sealed class CapRefusalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void L_3_Refusal_says_which_cap_what_is_spent_of_what_and_when_it_resets() => Assert.Equal(
        "The spend cap of this key would be passed: $0.90 of $1.00 a day is spent and $0.05 is set aside for running requests; this request needs $0.10. "
        + "It resets at 2026-11-22T00:00:00Z, in 43200 seconds.",
        Refusal(SpendScope.Key, SpendWindow.Day, TimeZoneInfo.Utc, 900_000_000, 50_000_000, 100_000_000).Message(Noon));

    [Fact]
    public void Reset_is_told_in_the_zone_of_the_owner()
    {
        var text = Refusal(SpendScope.Account, SpendWindow.Month, Zones.Find("Asia/Kolkata"), 1_000_000_000, 0, 1).Message(Noon);
        Assert.Contains("of this account", text);
        Assert.Contains("$1.00 of $1.00 a month is spent; this request needs $0.000001.", text);
        Assert.EndsWith("It resets at 2026-12-01T00:00:00+05:30, in 801000 seconds.", text);
    }

    [Fact]
    public void Refusal_of_a_budget_names_the_team_and_so_does_that_of_the_whole_team()
    {
        var refusal = Refusal(SpendScope.Member, SpendWindow.Day, TimeZoneInfo.Utc, 900_000_000, 0, 200_000_000);
        refusal = refusal with { Cap = refusal.Cap with { Team = "research" } };
        Assert.Equal("Your budget in team 'research' would be passed: $0.90 of $1.00 a day is spent; this request needs $0.20. It resets at 2026-11-22T00:00:00Z, in 43200 seconds.", refusal.Message(Noon));
        refusal = refusal with { Cap = refusal.Cap with { Scope = SpendScope.Account } };
        Assert.StartsWith("The spend cap of team 'research' would be passed: ", refusal.Message(Noon), StringComparison.Ordinal);
    }

    [Fact]
    public void Total_does_not_reset()
    {
        var refusal = Refusal(SpendScope.Group, SpendWindow.Total, TimeZoneInfo.Utc, 1_234_567_800, 0, 2);
        Assert.Null(refusal.RetryAfterSeconds(Noon));
        Assert.Equal("The spend cap of group 'fast' would be passed: $1.234568 of $1.00 in total is spent; this request needs $0.000001. A total does not reset.", refusal.Message(Noon));
    }

    [Theory]
    [InlineData(0L, 43_200L)]
    [InlineData(1L, 43_200L)]
    [InlineData(10_000_000L, 43_199L)]
    [InlineData(432_000_000_000L, 1L)]
    [InlineData(864_000_000_000L, 1L)]
    public void Wait_is_a_whole_number_of_seconds_that_is_long_enough(long ticks, long seconds) =>
        Assert.Equal(seconds, Refusal(SpendScope.Key, SpendWindow.Day, TimeZoneInfo.Utc, 0, 0, 1).RetryAfterSeconds(Noon.AddTicks(ticks)));

    private static CapRefusal Refusal(SpendScope scope, SpendWindow window, TimeZoneInfo zone, long spent, long held, long needed) => new(
        new SpendCap(scope, "fast", window, new Money(Money.NanosPerDollar), zone), new Money(spent), new Money(held), new Money(needed),
        SpendWindows.Of(window, Noon, zone).ResetsAt);
}
