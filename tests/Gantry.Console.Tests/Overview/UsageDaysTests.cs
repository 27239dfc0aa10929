using Gantry.Console.Overview;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Usages;
using Xunit;

namespace Gantry.Console.Tests.Overview;

/// <summary>Days of the reader, out of hours of UTC.</summary>
public sealed class UsageDaysTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Hours_count_to_the_day_that_they_lie_in_where_the_reader_lives()
    {
        // Berlin: 22:00 UTC is midnight since the 29th of March, 23:00 UTC before.
        SumView[] hours = [Hour("2026-03-30T21:00:00Z", 1), Hour("2026-03-30T22:00:00Z", 2), Hour("2026-03-28T22:00:00Z", 4), Hour("2026-03-28T23:00:00Z", 8)];
        var days = new UsageDays(hours, Now, Berlin);
        Assert.Equal(UsageDays.Count, days.Days.Count);
        Assert.Equal((new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 31)), (days.Days[0].Day, days.Days[^1].Day));
        Assert.Equal([4m, 8m, 1m, 2m], days.Days.TakeLast(4).Select(day => day.Spent));
        Assert.Equal((2m, 15m, 4L), (days.Today, days.Month, days.Requests));
    }

    [Fact]
    public void Month_is_the_whole_month_though_thirty_days_are_shown()
    {
        var from = UsageDays.From(Now, Berlin);
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 23, 0, 0, TimeSpan.Zero), from);
        var days = new UsageDays([Hour("2026-02-28T23:00:00Z", 5), Hour("2026-02-28T22:00:00Z", 7)], Now, Berlin);
        Assert.Equal((5m, 0L), (days.Month, days.Requests));
        // On the first of April thirty days begin before the month.
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 23, 0, 0, TimeSpan.Zero), UsageDays.From(Now.AddDays(1), Berlin));
    }

    [Fact]
    public void Hour_that_is_cut_by_midnight_counts_to_the_day_that_it_begins_in()
    {
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 18, 0, 0, TimeSpan.Zero), UsageDays.From(Now, Kolkata));
        var days = new UsageDays([Hour("2026-03-30T18:00:00Z", 1), Hour("2026-03-30T19:00:00Z", 2)], Now, Kolkata);
        Assert.Equal([1m, 2m], days.Days.TakeLast(2).Select(day => day.Spent));
    }

    [Fact]
    public void Shares_are_of_all_prompt_tokens_and_all_requests()
    {
        var days = new UsageDays([Hour("2026-03-31T08:00:00Z", 1) with { Requests = 8, Failed = 2, Usage = new UsageBuckets { UncachedInput = 60, CacheRead = 30, CacheWrite5m = 8, CacheWrite1h = 2, Output = 40, Reasoning = 10 } }], Now, Berlin);
        Assert.Equal((0.3m, 0.25m), (days.CacheShare, days.FailedShare));
        // Reasoning is a part of the output.
        Assert.Equal((100L, 40L), (days.Prompt, days.Answer));
        var none = new UsageDays([], Now, Berlin);
        Assert.Equal(((decimal?)null, (decimal?)null, 0m), (none.CacheShare, none.FailedShare, none.Today));
    }

    [Fact]
    public void Refunds_are_not_spent() =>
        Assert.Equal(0.75m, UsageDays.Spent(Hour("2026-03-31T08:00:00Z", 1) with { Refunded = new UsdAmount("0.25", 250_000_000) }));

    private static SumView Hour(string name, decimal dollars) => new()
    {
        Name = name,
        Requests = 1,
        Usage = new UsageBuckets(),
        Cost = new UsdAmount("0.00", 0),
        Charged = new UsdAmount("", (long)(dollars * 1_000_000_000)),
        Overrun = new UsdAmount("0.00", 0),
        Refunded = new UsdAmount("0.00", 0),
    };
}
