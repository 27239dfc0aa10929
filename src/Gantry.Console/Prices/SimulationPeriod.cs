namespace Gantry.Console.Prices;

/// <summary>A time whose requests are billed once more.</summary>
/// <param name="Month">The first of a calendar month in UTC; null for the last thirty days.</param>
internal readonly record struct SimulationPeriod(DateOnly? Month)
{
    private const int Months = 3;

    /// <summary>Its beginning; null where the service says it.</summary>
    public DateTimeOffset? From => Month is { } month ? First(month) : null;

    /// <summary>Its end; null where the service says it.</summary>
    public DateTimeOffset? To => Month is { } month ? First(month.AddMonths(1)) : null;

    /// <summary>Those that can be chosen, the usual one first.</summary>
    public static IReadOnlyList<SimulationPeriod> All(DateTimeOffset now)
    {
        var month = new DateOnly(now.UtcDateTime.Year, now.UtcDateTime.Month, 1);
        return [new SimulationPeriod(null), .. Enumerable.Range(0, Months).Select(back => new SimulationPeriod(month.AddMonths(-back)))];
    }

    private static DateTimeOffset First(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
