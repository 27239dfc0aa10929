using System.Collections.Immutable;
using Dapper;
using Gantry.Billing;
using Gantry.Billing.Traffic;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Reads what all requests of a time come to: out of sums by the hour, and failures out of an index of their own (decision 0032).</summary>
internal sealed class TrafficLog(IDatabase database) : ITrafficLog
{
    /// <summary>How many of the latest records are read one by one at most.</summary>
    public const int MostLatest = 10_000;

    private const string Failed = "outcome IN ('failed', 'interrupted')";

    // What a client or its key is refused for says nothing about who would have served it.
    private const string Fault = "(error_origin = 'upstream' OR (error_origin = 'gateway' AND status >= 500) OR (error_origin IS NULL AND outcome = 'interrupted'))";

    private const string Daily =
        """
        SELECT day / @period AS period, model, account_id, requests, failed, prompt_tokens, answer_tokens, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos
        FROM traffic_daily WHERE day >= @first AND day < @last
        """;

    private const string Hourly =
        $"""
        SELECT hour / @period AS period, model, account_id, CAST(SUM(requests) AS BIGINT), CAST(SUM(CASE WHEN {Failed} THEN requests ELSE 0 END) AS BIGINT),
            CAST(SUM(uncached_input + cache_read + cache_write_5m + cache_write_1h + audio_input + image_input) AS BIGINT),
            CAST(SUM(output + audio_output + image_output) AS BIGINT),
            CAST(SUM(cost_nanos) AS BIGINT), CAST(SUM(charged_nanos) AS BIGINT), CAST(SUM(overrun_nanos) AS BIGINT), CAST(SUM(refunded_nanos) AS BIGINT)
        FROM usage_hourly WHERE hour >= @first AND hour < @last GROUP BY 1, 2, 3
        """;

    public Task<IReadOnlyList<TrafficSum>> SumsAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan period, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var sums = new List<TrafficSum>();
            await using var rows = await connection.ExecuteReaderAsync(new CommandDefinition(period == TimeSpan.FromDays(1) ? Daily : Hourly, Window(from, to, period), cancellationToken: cancellation));
            while (await rows.ReadAsync(cancellation))
            {
                var account = rows.GetString(2);
                sums.Add(new TrafficSum(
                    rows.GetInt64(0), rows.GetString(1), account.Length > 0 ? Guid.Parse(account) : null,
                    rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6), rows.GetInt64(7), rows.GetInt64(8), rows.GetInt64(9), rows.GetInt64(10)));
            }

            return (IReadOnlyList<TrafficSum>)sums;
        },
        cancellation);

    public Task<IReadOnlyList<FailureSum>> FailuresAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<(string?, string?, long, long)>(
                $"""
                SELECT error_origin, error_code, status, COUNT(*) AS requests FROM usage_records
                WHERE {Failed} AND started_at >= @first AND started_at < @last GROUP BY 1, 2, 3 ORDER BY requests DESC, 1, 2, 3
                """,
                Window(from, to, TimeSpan.FromHours(1)));
            return (IReadOnlyList<FailureSum>)[.. rows.Select(row => new FailureSum(row.Item1, row.Item2, (int)row.Item3, row.Item4))];
        },
        cancellation);

    public Task<IReadOnlyList<PaceCount>> PacesAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan period, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<(long, string, long, long)>(
                "SELECT hour / @period, measure, bucket, CAST(SUM(requests) AS BIGINT) FROM pace_hourly WHERE hour >= @first AND hour < @last GROUP BY 1, 2, 3", Window(from, to, period));
            return (IReadOnlyList<PaceCount>)[.. rows.Select(row => new PaceCount(row.Item1, row.Item2 == TrafficRoll.First, (int)row.Item3, row.Item4))];
        },
        cancellation);

    public Task<IReadOnlyList<UpstreamCostSum>> CostsAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan period, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<(long, string, long, long)>(
                """
                SELECT hour / @period, cost_status, CAST(SUM(attempts) AS BIGINT), CAST(SUM(cost_nanos) AS BIGINT)
                FROM upstream_cost_hourly WHERE hour >= @first AND hour < @last GROUP BY 1, 2
                """,
                Window(from, to, period));
            return (IReadOnlyList<UpstreamCostSum>)[.. rows.Select(row => new UpstreamCostSum(row.Item1, EnumWords.Parse<AttemptCostStatus>(row.Item2), row.Item3, row.Item4))];
        },
        cancellation);

    public Task<IReadOnlyList<ModelPulse>> PulsesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var window = Window(from, to, TimeSpan.FromHours(1));
            var counts = await connection.QueryAsync<(long Hour, string Group, string Model, long Completed, long Faults)>(
                $"""
                SELECT hour, group_name, model, CAST(SUM(completed) AS BIGINT), CAST(SUM(faults) AS BIGINT) FROM (
                    SELECT hour, group_name, model, requests AS completed, 0 AS faults FROM usage_hourly
                    WHERE hour >= @first AND hour < @last AND outcome = 'completed' AND group_name <> ''
                    UNION ALL
                    SELECT started_at - started_at % 3600000000, group_name, model, 0, 1 FROM usage_records
                    WHERE {Failed} AND started_at >= @first AND started_at < @last AND {Fault} AND group_name IS NOT NULL AND model IS NOT NULL) AS pulses
                GROUP BY 1, 2, 3
                """,
                window);
            var paces = await connection.QueryAsync<(long Hour, string Group, string Model, long Bucket, long Requests)>(
                "SELECT hour, group_name, model, bucket, requests FROM model_pace_hourly WHERE hour >= @first AND hour < @last", window);
            var first = paces.ToLookup(row => (row.Hour, row.Group, row.Model), row => KeyValuePair.Create((int)row.Bucket, row.Requests));
            return (IReadOnlyList<ModelPulse>)[.. counts.Select(row => new ModelPulse(UnixMicros.ToTime(row.Hour), row.Group, row.Model, row.Completed, row.Faults, first[(row.Hour, row.Group, row.Model)].ToImmutableDictionary()))];
        },
        cancellation);

    public Task<IReadOnlyList<ModelPulse>> LatestAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<(string Group, string Model, long Completed, long IsFault, long? First)>(
                $"""
                SELECT group_name, model, CASE WHEN outcome = 'completed' THEN 1 ELSE 0 END, CASE WHEN {Failed} AND {Fault} THEN 1 ELSE 0 END,
                    CASE WHEN outcome = 'completed' AND streamed = 1 THEN first_content_micros END
                FROM (SELECT * FROM usage_records WHERE started_at >= @since ORDER BY started_at DESC LIMIT {MostLatest}) AS latest
                WHERE group_name IS NOT NULL AND model IS NOT NULL
                """,
                new { since = UnixMicros.Of(since) });
            return (IReadOnlyList<ModelPulse>)
            [
                .. rows.GroupBy(row => (row.Group, row.Model)).Select(of => new ModelPulse(
                    since,
                    of.Key.Group,
                    of.Key.Model,
                    of.Sum(row => row.Completed),
                    of.Sum(row => row.IsFault),
                    of.Where(row => row.First is not null).GroupBy(row => PaceBuckets.Of(row.First!.Value)).ToImmutableDictionary(bucket => bucket.Key, bucket => (long)bucket.Count()))),
            ];
        },
        cancellation);

    private static object Window(DateTimeOffset from, DateTimeOffset to, TimeSpan period) =>
        new { first = UnixMicros.Of(from), last = UnixMicros.Of(to), period = (long)period.TotalMicroseconds };
}
