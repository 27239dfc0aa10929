using System.Data.Common;
using Dapper;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;

namespace Gantry.Storage;

/// <summary>What a key, an account or a group has been charged, refunds taken off.</summary>
internal static class SpentQuery
{
    /// <summary>
    /// Adds up hourly sums where it can and records where it must: in the broken hour at the start of the window, and from the hour on in
    /// which the run that is left out began, for only then may its records be among them. Where those are dropped already, all sums count and
    /// what is known of that run is taken off. Months count for ever alone: no window reaches back to where hours are dropped.
    /// </summary>
    public static async Task<Money> RunAsync(DbConnection connection, SpendScope scope, string id, DateTimeOffset? since, long exceptRun)
    {
        var began = await connection.ExecuteScalarAsync<long?>("SELECT started_at FROM runs WHERE id = @exceptRun", new { exceptRun });
        var kept = await connection.ExecuteScalarAsync<long>("SELECT records_from FROM usage_kept");
        var from = since is { } start ? UnixMicros.Of(start) : long.MinValue;
        var firstHour = from == long.MinValue ? from : UsageRoll.HourOf(from + UsageRoll.HourMicros - 1);
        var runHour = Math.Max(firstHour, UsageRoll.HourOf(began ?? long.MaxValue));
        var lastHour = Math.Max(runHour, kept);
        var column = scope switch
        {
            SpendScope.Key => "key_id",
            SpendScope.Account => "account_id",
            SpendScope.Group => "group_name",
            _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "No such scope."),
        };
        var nanos = await connection.ExecuteScalarAsync<long>(
            $"""
            SELECT CAST(
                COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_hourly
                    WHERE {column} = @id AND hour >= @firstHour AND hour < @lastHour), 0) +
                COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_records
                    WHERE {column} = @id AND started_at >= @from AND started_at < @firstHour AND run <> @exceptRun), 0) +
                COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_records
                    WHERE {column} = @id AND started_at >= @from AND started_at >= @lastHour AND run <> @exceptRun), 0) -
                COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_records
                    WHERE {column} = @id AND started_at >= @runHour AND started_at < @lastHour AND run = @exceptRun), 0)
                {(since is null ? Ever(column) : "")} AS BIGINT)
            """,
            new { id, from, firstHour, runHour, lastHour, exceptRun });
        return new Money(nanos);
    }

    private static string Ever(string column) =>
        $"""
        + COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_monthly WHERE {column} = @id), 0)
        - COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_dropped WHERE {column} = @id AND run = @exceptRun), 0)
        """;
}
