using System.Data.Common;
using Dapper;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;

namespace Gantry.Storage;

/// <summary>What a key, an account, a member of a team or a group has been charged, refunds taken off.</summary>
internal static class SpentQuery
{
    /// <summary>
    /// Adds up hourly sums where it can and records where it must: in the broken hour at the start of the window, and from the hour on in
    /// which the first of the runs that are left out began, for only then may their records be among them. Where those are dropped already, all sums count and
    /// what is known of those runs is taken off. Months count for ever alone: no window reaches back to where hours are dropped.
    /// </summary>
    public static async Task<Money> RunAsync(DbConnection connection, SpendScope scope, string id, DateTimeOffset? since, IReadOnlyCollection<long> exceptRuns)
    {
        // Numbers of our own, written out: the engines take a list as a parameter in two ways.
        var except = $"({string.Join(',', exceptRuns)})";
        var began = await connection.ExecuteScalarAsync<long?>($"SELECT MIN(started_at) FROM runs WHERE id IN {except}");
        var kept = await connection.ExecuteScalarAsync<long>("SELECT records_from FROM usage_kept");
        var from = since is { } start ? UnixMicros.Of(start) : long.MinValue;
        var firstHour = from == long.MinValue ? from : UsageRoll.HourOf(from + UsageRoll.HourMicros - 1);
        var runHour = Math.Max(firstHour, UsageRoll.HourOf(began ?? long.MaxValue));
        var lastHour = Math.Max(runHour, kept);
        var member = scope == SpendScope.Member ? TeamMember.Parse(id) : default;
        var theirs = scope switch
        {
            SpendScope.Key => "key_id = @id",
            SpendScope.Account => "account_id = @id",
            // Keys are never deleted, and never become somebody else's.
            SpendScope.Member => "key_id IN (SELECT k.id FROM api_keys k WHERE k.member_id = @person AND k.account_id = @team)",
            SpendScope.Group => "group_name = @id",
            _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "No such scope."),
        };
        var nanos = await connection.ExecuteScalarAsync<long>(
            $"""
            SELECT CAST(
                COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_hourly
                    WHERE {theirs} AND hour >= @firstHour AND hour < @lastHour), 0) +
                COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_records
                    WHERE {theirs} AND started_at >= @from AND started_at < @firstHour AND run NOT IN {except}), 0) +
                COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_records
                    WHERE {theirs} AND started_at >= @from AND started_at >= @lastHour AND run NOT IN {except}), 0) -
                COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_records
                    WHERE {theirs} AND started_at >= @runHour AND started_at < @lastHour AND run IN {except}), 0)
                {(since is null ? Ever(theirs, except) : "")} AS BIGINT)
            """,
            new { id, team = member.TeamId.ToString(), person = member.PersonId.ToString(), from, firstHour, runHour, lastHour });
        return new Money(nanos);
    }

    private static string Ever(string theirs, string except) =>
        $"""
        + COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_monthly WHERE {theirs}), 0)
        - COALESCE((SELECT SUM(charged_nanos - refunded_nanos) FROM usage_dropped WHERE {theirs} AND run IN {except}), 0)
        """;
}
