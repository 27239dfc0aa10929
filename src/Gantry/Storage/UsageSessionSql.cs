using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Gantry.Billing;

namespace Gantry.Storage;

/// <summary>Sums of the requests of one conversation, by their records: the hourly sums do not know it.</summary>
internal static class UsageSessionSql
{
    private static readonly ImmutableArray<string> Sums = [.. UsageColumns.Buckets.Select(b => b.Name), "cost_nanos", "charged_nanos", "overrun_nanos", "refunded_nanos"];

    private static readonly string Summed = string.Join(", ", Sums.Select(sum => $"CAST(SUM({sum}) AS BIGINT) AS {sum}"));

    public static async Task<IReadOnlyList<UsageSum>> ReadAsync(DbConnection connection, UsageOwner owner, string session, DateTimeOffset from, DateTimeOffset to, UsageGrouping grouping)
    {
        var rows = await connection.QueryAsync(Text(owner, grouping), new
        {
            owner = owner.AccountId.ToString(),
            member = owner.MemberId?.ToString(),
            session,
            first = UnixMicros.Of(from),
            last = UnixMicros.Of(to),
        });
        return [.. rows.Select(row => UsageRows.Sum(new UsageRows.Row((IDictionary<string, object?>)row), grouping))];
    }

    private static string Text(UsageOwner owner, UsageGrouping grouping)
    {
        var whose = UsageOwnerSql.Of(owner);
        var name = grouping switch
        {
            UsageGrouping.Day => "started_at / 86400000000",
            UsageGrouping.Model => "COALESCE(model, '')",
            _ => "COALESCE(key_id, '')",
        };
        return $"""
            SELECT {name} AS name, COUNT(*) AS requests, {Summed}
            FROM usage_records WHERE {whose} AND session = @session AND started_at >= @first AND started_at < @last
            GROUP BY 1 ORDER BY 1
            """;
    }
}
