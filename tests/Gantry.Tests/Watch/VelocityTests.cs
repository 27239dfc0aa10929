using System.Globalization;
using System.Numerics;
using Gantry.Billing.Pricing;
using Gantry.Watch;
using Xunit;

namespace Gantry.Tests.Watch;

/// <summary>When an hour's spending is out of the ordinary.</summary>
public sealed class VelocityTests
{
    private static readonly Money Floor = new(1_000_000_000);

    [Theory]
    [InlineData("0.99", "", 24, false)] // Below the floor.
    [InlineData("1.00", "", 24, true)] // A key that never spends.
    [InlineData("1.00", "", 23, false)] // Too young to have habits.
    [InlineData("3.00", "1*168", 168, false)] // Three times the mean, not more.
    [InlineData("3.01", "1*168", 168, true)] // Steady: any more is far away.
    [InlineData("150.00", "100*7", 168, false)] // Once a day: far beyond a mean of 4.17 and deviations of 20, and still what it does.
    [InlineData("150.01", "100*7", 168, true)]
    [InlineData("85.00", "40*50", 168, false)] // 11.9048 + 4 x 18.2887 = 85.06.
    [InlineData("85.10", "40*50", 168, true)]
    [InlineData("9000000000", "8000000000*168", 168, false)] // The most that 64 bits hold: no overflow.
    public void Hour_is_judged_by_the_hours_before_it(string spent, string hours, int count, bool unusual) =>
        Assert.Equal(unusual, Velocity.IsUnusual(Dollars(spent), Hours(hours), count, Floor));

    [Fact]
    public void Judgement_is_that_of_the_formula_in_unbounded_integers()
    {
        var random = new Random(7);
        var found = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var hours = Enumerable.Range(0, random.Next(0, 168)).Select(_ => new Money(random.NextInt64(0, 5_000_000) * 1000)).ToArray();
            var spent = new Money(random.NextInt64(1_000_000, 30_000_000) * 1000);
            var n = Math.Max(24, hours.Length + random.Next(0, 40));
            BigInteger sum = hours.Aggregate(BigInteger.Zero, (all, x) => all + x.Nanos);
            var squares = hours.Aggregate(BigInteger.Zero, (all, x) => all + ((BigInteger)x.Nanos * x.Nanos));
            var above = ((BigInteger)spent.Nanos * n) - sum;
            var dearest = hours.Aggregate(BigInteger.Zero, (most, x) => BigInteger.Max(most, x.Nanos));
            var expected = spent >= Floor && 2 * (BigInteger)spent.Nanos > 3 * dearest && above > 2 * sum && above * above > 16 * ((n * squares) - (sum * sum));
            Assert.Equal(expected, Velocity.IsUnusual(spent, hours, n, Floor));
            found += expected ? 1 : 0;
        }

        Assert.InRange(found, 100, 4_900);
    }

    private static Money Dollars(string amount) => new((long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * Money.NanosPerDollar));

    private static IEnumerable<Money> Hours(string text) =>
        text.Length == 0 ? [] : Enumerable.Repeat(Dollars(text.Split('*')[0]), int.Parse(text.Split('*')[1], CultureInfo.InvariantCulture));
}
