using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Gantry.Billing;

namespace Gantry.Storage;

/// <summary>Sums of usage: whole days by the daily sums, the hours before and behind them by those of the keys, for models by the hourly ones.</summary>
internal static class UsageSumSql
{
    private const long DayMicros = 24 * UsageRoll.HourMicros;

    private static readonly ImmutableArray<string> Sums = ["requests", .. UsageColumns.Buckets.Select(b => b.Name), "cost_nanos", "charged_nanos", "overrun_nanos", "refunded_nanos"];

    private static readonly string Summed = string.Join(", ", Sums.Select(sum => $"CAST(SUM({sum}) AS BIGINT) AS {sum}"));

    /// <param name="connection">Within a reading.</param>
    /// <param name="owner">Whose; null for all.</param>
    /// <param name="from">The first hour.</param>
    /// <param name="to">The first hour that no longer counts.</param>
    /// <param name="grouping">What the sums are made for.</param>
    public static async Task<IReadOnlyList<UsageSum>> ReadAsync(DbConnection connection, UsageOwner? owner, DateTimeOffset from, DateTimeOffset to, UsageGrouping grouping)
    {
        var (first, last) = (UnixMicros.Of(from), UnixMicros.Of(to));
        var (firstDay, lastDay) = ((first + DayMicros - 1) / DayMicros, last / DayMicros);
        // Less than a day: all of it by the hour.
        if (firstDay >= lastDay) firstDay = lastDay = (last + DayMicros - 1) / DayMicros;
        var rows = await connection.QueryAsync(Text(owner, grouping), new
        {
            owner = owner?.AccountId.ToString(),
            member = owner?.MemberId?.ToString(),
            first,
            last,
            firstDay,
            lastDay,
            dayStart = Math.Min(last, firstDay * DayMicros),
            dayEnd = Math.Min(last, lastDay * DayMicros),
        });
        return [.. rows.Select(row => UsageRows.Sum(new UsageRows.Row((IDictionary<string, object?>)row), grouping))];
    }

    internal static string Text(UsageOwner? owner, UsageGrouping grouping)
    {
        var whose = owner is { } one ? UsageOwnerSql.Of(one) + " AND " : "";
        if (grouping == UsageGrouping.Hour) return Hourly(whose);
        var name = grouping switch
        {
            UsageGrouping.Day => "day",
            UsageGrouping.Model => "model",
            UsageGrouping.Account => "account_id",
            _ => "key_id",
        };
        var hourly = grouping == UsageGrouping.Day ? "hour / 86400000000" : name;
        // Only models need the sums that are kept apart by all there is.
        var hours = grouping == UsageGrouping.Model ? "usage_hourly" : "usage_hours";
        return $"""
            SELECT name, {Summed} FROM (
                SELECT {name} AS name, {Summed} FROM usage_daily WHERE {whose}day >= @firstDay AND day < @lastDay GROUP BY 1
                UNION ALL SELECT {hourly} AS name, {Summed} FROM {hours} WHERE {whose}hour >= @first AND hour < @dayStart GROUP BY 1
                UNION ALL SELECT {hourly} AS name, {Summed} FROM {hours} WHERE {whose}hour >= @dayEnd AND hour < @last GROUP BY 1) AS parts
            GROUP BY name ORDER BY name
            """;
    }

    // Only hours tell what failed: daily sums leave outcomes out.
    private static string Hourly(string whose) =>
        $"""
        SELECT hour / 3600000000 AS name, {Summed}, CAST(SUM(failed) AS BIGINT) AS failed
        FROM usage_hours WHERE {whose}hour >= @first AND hour < @last GROUP BY 1 ORDER BY 1
        """;
}
