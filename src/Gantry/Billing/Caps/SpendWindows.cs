namespace Gantry.Billing.Caps;

/// <summary>
/// Where windows begin and end. A date begins when its midnight is first reached in the zone: at the jump where the clock jumps over midnight, at the
/// first of two where it is put back over it. So the windows of a zone follow each other without gap or overlap, whatever its clocks do; a date
/// that a zone skipped has no window.
/// </summary>
public static class SpendWindows
{
    // No zone has ever been further from UTC; the clock is looked at in steps that no two changes fit into.
    private static readonly long FurthestOffset = TimeSpan.FromHours(16).Ticks;
    private static readonly long Step = TimeSpan.TicksPerHour;

    /// <summary>The window that holds a moment.</summary>
    public static SpendSpan Of(SpendWindow window, DateTimeOffset moment, TimeZoneInfo zone)
    {
        if (window == SpendWindow.Total) return SpendSpan.Total;
        var date = DateOf(moment, zone, out var tomorrow);
        var first = FirstOf(window, date);
        var next = NextOf(window, first);
        return new SpendSpan(BeginningOf(first, zone), window == SpendWindow.Day ? tomorrow : BeginningOf(next, zone));
    }

    // Not simply the local date: where the clock is put back over midnight, the clock shows the old date again, but its day has ended.
    private static DateTime DateOf(DateTimeOffset moment, TimeZoneInfo zone, out DateTimeOffset tomorrow)
    {
        var date = new DateTime(moment.UtcTicks + zone.GetUtcOffset(moment).Ticks, DateTimeKind.Unspecified).Date;
        while ((tomorrow = BeginningOf(date.AddDays(1), zone)) <= moment) date = date.AddDays(1);
        return date;
    }

    private static DateTime FirstOf(SpendWindow window, DateTime date) => window switch
    {
        SpendWindow.Day => date,
        SpendWindow.Week => date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
        SpendWindow.Month => new DateTime(date.Year, date.Month, 1, 0, 0, 0, DateTimeKind.Unspecified),
        _ => throw new ArgumentOutOfRangeException(nameof(window), window, "No such window."),
    };

    private static DateTime NextOf(SpendWindow window, DateTime first) => window switch
    {
        SpendWindow.Day => first.AddDays(1),
        SpendWindow.Week => first.AddDays(7),
        _ => first.AddMonths(1),
    };

    /// <summary>The first moment at which clocks in the zone show this midnight or a later time.</summary>
    /// <remarks>Asks only for offsets of moments, which are unambiguous, and not how local times are to be read, which is not.</remarks>
    private static DateTimeOffset BeginningOf(DateTime midnight, TimeZoneInfo zone)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc)) return At(midnight.Ticks);
        var at = midnight.Ticks - FurthestOffset;
        var offset = OffsetAt(at, zone);
        while (true)
        {
            var reached = midnight.Ticks - offset;
            var next = Math.Min(at + Step, reached);
            var nextOffset = OffsetAt(next, zone);
            if (nextOffset == offset)
            {
                if (next == reached) return At(reached);
                at = next;
                continue;
            }

            at = ChangeBetween(at, next, offset, zone);
            offset = OffsetAt(at, zone);
            if (at + offset >= midnight.Ticks) return At(at);
        }
    }

    // The first tick after `before` at which the offset is another one.
    private static long ChangeBetween(long before, long after, long offset, TimeZoneInfo zone)
    {
        while (after - before > 1)
        {
            var middle = before + (after - before) / 2;
            if (OffsetAt(middle, zone) == offset) before = middle;
            else after = middle;
        }

        return after;
    }

    private static long OffsetAt(long utcTicks, TimeZoneInfo zone) => zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;

    private static DateTimeOffset At(long utcTicks) => new(utcTicks, TimeSpan.Zero);
}
