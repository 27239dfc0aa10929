using System.Globalization;
using Gantry.Billing.Caps;
using Gantry.Protocols.Tests;
using Xunit;

namespace Gantry.Tests.Billing.Caps;

public sealed class SpendWindowsTests
{
    private static readonly SpendWindow[] Turning = [SpendWindow.Day, SpendWindow.Week, SpendWindow.Month];

    [Theory]
    [InlineData("UTC", SpendWindow.Day, "2026-11-21T12:00Z", "2026-11-21T00:00Z", "2026-11-22T00:00Z")]
    [InlineData("UTC", SpendWindow.Day, "2026-11-21T00:00Z", "2026-11-21T00:00Z", "2026-11-22T00:00Z")]
    [InlineData("UTC", SpendWindow.Week, "2026-11-21T12:00Z", "2026-11-16T00:00Z", "2026-11-23T00:00Z")]
    [InlineData("UTC", SpendWindow.Week, "2026-11-22T23:59Z", "2026-11-16T00:00Z", "2026-11-23T00:00Z")]
    [InlineData("UTC", SpendWindow.Week, "2027-01-01T00:00Z", "2026-12-28T00:00Z", "2027-01-04T00:00Z")]
    [InlineData("UTC", SpendWindow.Month, "2028-02-29T12:00Z", "2028-02-01T00:00Z", "2028-03-01T00:00Z")]
    // A day of 23 hours, a day of 25.
    [InlineData("Europe/Berlin", SpendWindow.Day, "2026-03-29T12:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z")]
    [InlineData("Europe/Berlin", SpendWindow.Day, "2026-10-25T12:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z")]
    [InlineData("Europe/Berlin", SpendWindow.Week, "2026-10-25T12:00Z", "2026-10-18T22:00Z", "2026-10-25T23:00Z")]
    [InlineData("Europe/Berlin", SpendWindow.Month, "2026-10-25T12:00Z", "2026-09-30T22:00Z", "2026-10-31T23:00Z")]
    [InlineData("America/New_York", SpendWindow.Month, "2026-11-01T04:30Z", "2026-11-01T04:00Z", "2026-12-01T05:00Z")]
    // Half-hour and quarter-hour zones, one of which moves its clocks by half an hour.
    [InlineData("Asia/Kolkata", SpendWindow.Day, "2026-11-21T18:29Z", "2026-11-20T18:30Z", "2026-11-21T18:30Z")]
    [InlineData("Asia/Kathmandu", SpendWindow.Day, "2026-11-21T12:00Z", "2026-11-20T18:15Z", "2026-11-21T18:15Z")]
    [InlineData("Australia/Lord_Howe", SpendWindow.Day, "2026-10-03T20:00Z", "2026-10-03T13:30Z", "2026-10-04T13:00Z")]
    // Clocks that jump over midnight: the day begins at one o'clock.
    [InlineData("America/Sao_Paulo", SpendWindow.Day, "2018-11-04T12:00Z", "2018-11-04T03:00Z", "2018-11-05T02:00Z")]
    [InlineData("America/Sao_Paulo", SpendWindow.Day, "2018-11-04T02:59Z", "2018-11-03T03:00Z", "2018-11-04T03:00Z")]
    [InlineData("Asia/Beirut", SpendWindow.Day, "2022-03-27T12:00Z", "2022-03-26T22:00Z", "2022-03-27T21:00Z")]
    [InlineData("Africa/Cairo", SpendWindow.Day, "2024-04-26T12:00Z", "2024-04-25T22:00Z", "2024-04-26T21:00Z")]
    // Clocks that are put back at midnight: the hour before it comes twice.
    [InlineData("America/Sao_Paulo", SpendWindow.Day, "2018-02-18T02:30Z", "2018-02-17T02:00Z", "2018-02-18T03:00Z")]
    [InlineData("Africa/Cairo", SpendWindow.Day, "2024-10-31T21:30Z", "2024-10-30T21:00Z", "2024-10-31T22:00Z")]
    // Clocks that are put back to midnight: it comes twice, the first one counts.
    [InlineData("America/Havana", SpendWindow.Day, "2024-11-03T12:00Z", "2024-11-03T04:00Z", "2024-11-04T05:00Z")]
    // Clocks that are put back a minute after midnight, to the evening before: the new day has begun and goes on.
    [InlineData("America/St_Johns", SpendWindow.Day, "2010-11-07T03:00Z", "2010-11-07T02:30Z", "2010-11-08T03:30Z")]
    // A Friday that never was.
    [InlineData("Pacific/Apia", SpendWindow.Day, "2011-12-30T09:59Z", "2011-12-29T10:00Z", "2011-12-30T10:00Z")]
    [InlineData("Pacific/Apia", SpendWindow.Day, "2011-12-30T10:00Z", "2011-12-30T10:00Z", "2011-12-31T10:00Z")]
    [InlineData("Pacific/Apia", SpendWindow.Week, "2011-12-30T12:00Z", "2011-12-26T10:00Z", "2012-01-01T10:00Z")]
    [InlineData("Pacific/Apia", SpendWindow.Month, "2011-12-30T12:00Z", "2011-12-01T10:00Z", "2011-12-31T10:00Z")]
    public void Window_begins_and_ends_at_the_midnights_of_its_zone(string zone, SpendWindow window, string moment, string start, string end) =>
        Assert.Equal(new SpendSpan(Utc(start), Utc(end)), SpendWindows.Of(window, Utc(moment), Zones.Find(zone)));

    [Fact]
    public void Total_has_no_beginning_and_never_resets()
    {
        var span = SpendWindows.Of(SpendWindow.Total, Utc("2026-11-21T12:00Z"), TimeZoneInfo.Utc);
        Assert.Null(span.Since);
        Assert.Null(span.ResetsAt);
        Assert.True(span.Holds(DateTimeOffset.MinValue));
    }

    [Fact]
    public void Moment_is_what_it_is_in_any_notation()
    {
        var berlin = Zones.Find("Europe/Berlin");
        var moment = Utc("2026-11-21T23:30Z");
        Assert.Equal(SpendWindows.Of(SpendWindow.Day, moment, berlin), SpendWindows.Of(SpendWindow.Day, moment.ToOffset(TimeSpan.FromHours(-11)), berlin));
    }

    [Fact]
    public void Windows_of_every_zone_follow_each_other_without_gap_or_overlap()
    {
        var random = new Random(20261121);
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            for (var i = 0; i < 12; i++)
            {
                var moment = Utc("1971-01-01T00:00Z").AddSeconds(random.NextInt64(100L * 365 * 86_400)).AddTicks(random.Next(10_000_000));
                foreach (var window in Turning) AssertTiled(window, moment, zone);
            }
        }
    }

    [Theory]
    [InlineData("America/Sao_Paulo", 1985, 2019)]
    [InlineData("America/St_Johns", 1987, 2012)]
    [InlineData("Pacific/Apia", 2009, 2013)]
    [InlineData("Africa/Cairo", 2008, 2026)]
    [InlineData("America/Havana", 2000, 2026)]
    [InlineData("Asia/Gaza", 2008, 2026)]
    [InlineData("Africa/Casablanca", 2012, 2026)]
    public void Days_follow_each_other_through_every_change_of_the_clocks(string id, int first, int last)
    {
        var zone = Zones.Find(id);
        var end = new DateTimeOffset(last, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var day = SpendWindows.Of(SpendWindow.Day, new DateTimeOffset(first, 1, 1, 12, 0, 0, TimeSpan.Zero), zone);
        var local = DateOnly.MinValue;
        while (day.End < end)
        {
            Assert.InRange((day.End - day.Start).TotalHours, 22, 26);
            var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(day.Start, zone).DateTime);
            Assert.True(date > local);
            Assert.Equal(0, day.Start.Ticks % TimeSpan.TicksPerMinute);
            local = date;
            var next = SpendWindows.Of(SpendWindow.Day, day.End, zone);
            Assert.Equal(day.End, next.Start);
            Assert.Equal(day, SpendWindows.Of(SpendWindow.Day, day.End.AddTicks(-1), zone));
            day = next;
        }
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("America/St_Johns")]
    [InlineData("Africa/Cairo")]
    [InlineData("Pacific/Apia")]
    [InlineData("Australia/Lord_Howe")]
    public void Beginning_is_the_first_minute_that_a_clock_on_the_wall_shows_the_date(string id)
    {
        var zone = Zones.Find(id);
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var moment = Utc("2005-01-01T00:00Z").AddMinutes(random.Next(20 * 365 * 1440));
            var span = SpendWindows.Of(SpendWindow.Day, moment, zone);
            Assert.Equal(FirstMinute(TimeZoneInfo.ConvertTime(span.Start, zone).Date, zone), span.Start);
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var zone = Zones.Find("America/Sao_Paulo");
        var moment = Utc("2018-11-04T12:00Z");
        Assert.Equal(0, Allocated.Least(() =>
        {
            foreach (var window in Turning) SpendWindows.Of(window, moment, zone);
        }));
    }

    private static void AssertTiled(SpendWindow window, DateTimeOffset moment, TimeZoneInfo zone)
    {
        var span = SpendWindows.Of(window, moment, zone);
        Assert.True(span.Holds(moment), $"{zone.Id} {window} {moment:O}: {span}");
        Assert.Equal(span, SpendWindows.Of(window, span.Start, zone));
        Assert.Equal(span, SpendWindows.Of(window, span.End.AddTicks(-1), zone));
        Assert.Equal(span.End, SpendWindows.Of(window, span.End, zone).Start);
        Assert.Equal(span.Start, SpendWindows.Of(window, span.Start.AddTicks(-1), zone).End);
    }

    // Looks at the wall every minute.
    private static DateTimeOffset FirstMinute(DateTime date, TimeZoneInfo zone)
    {
        var minute = new DateTimeOffset(date, TimeSpan.Zero).AddHours(-30);
        while (TimeZoneInfo.ConvertTime(minute, zone).DateTime < date) minute = minute.AddMinutes(1);
        return minute;
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
