using System.Globalization;
using Gantry.Contracts.Manage.Usages;

namespace Gantry.Console.Overview;

/// <summary>Hours of UTC, folded into days of the reader. Where a zone is not whole hours off, an hour counts to the day that it begins in.</summary>
internal sealed class UsageDays
{
    /// <summary>How many days are shown, today among them.</summary>
    public const int Count = 30;

    private const decimal NanosPerDollar = 1_000_000_000;

    /// <param name="hours">Sums by hour, from <see cref="From"/> on.</param>
    /// <param name="now">What time it is.</param>
    /// <param name="zone">The reader's.</param>
    public UsageDays(IEnumerable<SumView> hours, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = Date(now, zone);
        var first = today.AddDays(1 - Count);
        var days = new SortedDictionary<DateOnly, UsageDay>();
        for (var day = first; day <= today; day = day.AddDays(1)) days[day] = new UsageDay(day, 0, 0, 0);
        foreach (var hour in hours)
        {
            var day = Date(DateTimeOffset.Parse(hour.Name!, CultureInfo.InvariantCulture), zone);
            var spent = Spent(hour);
            if ((day.Year, day.Month) == (today.Year, today.Month)) Month += spent;
            if (!days.TryGetValue(day, out var sum)) continue;
            days[day] = sum with { Requests = sum.Requests + hour.Requests, Failed = sum.Failed + (hour.Failed ?? 0), Spent = sum.Spent + spent };
            Prompt += PromptOf(hour.Usage);
            CacheRead += hour.Usage.CacheRead;
            Answer += hour.Usage.Output + hour.Usage.AudioOutput + hour.Usage.ImageOutput;
        }

        Days = [.. days.Values];
    }

    /// <summary>The oldest first, each of the last thirty.</summary>
    public IReadOnlyList<UsageDay> Days { get; }

    /// <summary>USD spent today.</summary>
    public decimal Today => Days[^1].Spent;

    /// <summary>USD spent since the first of this month.</summary>
    public decimal Month { get; }

    public long Requests => Days.Sum(day => day.Requests);

    public long Failed => Days.Sum(day => day.Failed);

    /// <summary>Tokens that were sent, those out of a cache among them.</summary>
    public long Prompt { get; }

    /// <summary>Tokens that came back.</summary>
    public long Answer { get; }

    /// <summary>Tokens of prompts that came out of a cache.</summary>
    public long CacheRead { get; }

    /// <summary>Of all tokens of prompts; null where there was none.</summary>
    public decimal? CacheShare => Prompt == 0 ? null : (decimal)CacheRead / Prompt;

    /// <summary>Of all requests; null where there was none.</summary>
    public decimal? FailedShare => Requests == 0 ? null : (decimal)Failed / Requests;

    /// <summary>USD that the wallet paid, refunds taken off.</summary>
    public static decimal Spent(SumView sum) => (sum.Charged.AmountNanos - sum.Refunded.AmountNanos) / NanosPerDollar;

    /// <summary>The first hour that has to be asked for: of thirty days, or of the month where that is longer.</summary>
    public static DateTimeOffset From(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = Date(now, zone);
        var (thirty, month) = (today.AddDays(1 - Count), new DateOnly(today.Year, today.Month, 1));
        var midnight = (thirty < month ? thirty : month).ToDateTime(TimeOnly.MinValue);
        var start = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
        return start.AddTicks(-start.Ticks % TimeSpan.TicksPerHour);
    }

    private static DateOnly Date(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private static long PromptOf(UsageBuckets usage) => usage.UncachedInput + usage.CacheRead + usage.CacheWrite5m + usage.CacheWrite1h + usage.AudioInput + usage.ImageInput;
}
