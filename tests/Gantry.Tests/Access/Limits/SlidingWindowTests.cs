using FsCheck;
using FsCheck.Fluent;
using Gantry.Access.Limits;
using Xunit;

namespace Gantry.Tests.Access.Limits;

public sealed class SlidingWindowTests
{
    private static readonly Gen<(int Limit, (int Pause, int Amount)[] Arrivals)> Traffic =
        from limit in Gen.Choose(1, 40)
        from arrivals in Gen.ArrayOf(
            from pause in Gen.Frequency((5, Gen.Choose(0, 300)), (2, Gen.Choose(0, 5_000)), (1, Gen.Choose(0, 70_000)))
            from amount in Gen.Choose(1, 5)
            select (pause, amount))
        select (limit, arrivals);

    [Fact]
    public void S_38_No_minute_wherever_it_begins_has_more_than_the_limit() => Prop.ForAll(Traffic.ToArbitrary(), traffic =>
    {
        var window = new SlidingWindow();
        var admitted = new List<(long At, long Amount)>();
        var now = 0L;
        foreach (var (pause, amount) in traffic.Arrivals)
        {
            now += pause * TimeSpan.TicksPerMillisecond;
            if (window.Used(now) + amount <= traffic.Limit)
            {
                window.Add(now, amount);
                admitted.Add((now, amount));
            }
        }

        return admitted.TrueForAll(first =>
            admitted.Where(a => a.At >= first.At && a.At - first.At < TimeSpan.TicksPerMinute).Sum(a => a.Amount) <= traffic.Limit);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void S_38_Whoever_waits_as_long_as_told_gets_in_and_not_a_tick_before() => Prop.ForAll(Traffic.ToArbitrary(), traffic =>
    {
        var window = new SlidingWindow();
        var now = 0L;
        foreach (var (pause, amount) in traffic.Arrivals)
        {
            now += pause * TimeSpan.TicksPerMillisecond;
            if (amount > traffic.Limit)
            {
                continue;
            }

            var fits = window.FallsTo(traffic.Limit - amount, now);
            var had = window.Used(now) + amount <= traffic.Limit;
            if (had != (fits == now) || fits - now > SlidingWindow.Span || (!had && window.Used(fits - 1) + amount <= traffic.Limit))
            {
                return false;
            }

            now = fits;
            if (window.Used(now) + amount > traffic.Limit)
            {
                return false;
            }

            window.Add(now, amount);
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(60)]
    [InlineData(1_000)]
    public void S_38_Of_an_hour_of_hammering_no_less_than_99_percent_of_the_limit_gets_in(int limit)
    {
        var window = new SlidingWindow();
        var admitted = 0;
        for (var now = 0L; now < TimeSpan.TicksPerHour; now += TimeSpan.TicksPerMillisecond * 20)
        {
            if (window.Used(now) < limit)
            {
                window.Add(now, 1);
                admitted++;
            }
        }

        Assert.InRange(admitted, limit * 60 * 99 / 100, limit * 60);
    }

    [Fact]
    public void What_is_given_back_is_free_at_once_and_what_has_run_out_is_not_given_twice()
    {
        var window = new SlidingWindow();
        var at = window.Add(0, 10);
        window.GiveBack(at, 4);
        Assert.Equal(6, window.Used(1));

        var past = SlidingWindow.Span;
        window.Add(past, 3);
        window.GiveBack(at, 6);
        Assert.Equal(3, window.Used(past));
        Assert.Equal(0, window.Used(2 * past));
    }
}
