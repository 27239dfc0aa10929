using System.Diagnostics;
using Dapper;
using Gantry.Billing;
using Gantry.Billing.Traffic;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage.Traffic;

/// <summary>What dashboards and the status page read, as it is counted with every record and as an older store is caught up.</summary>
public sealed class TrafficLogTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Alice = new("00000000-0000-0000-0000-00000000000a");

    [Fact]
    public async Task Counts_that_a_migration_makes_are_those_that_every_record_adds()
    {
        TestStore.NeedsSqlite("no store on it is older than these tables, so its step catches up with nothing.");
        using var folder = new TempFolder();
        await using var database = await OpenAsync(folder);
        var random = new Random(1);
        var records = Enumerable.Range(0, 500).Select(i => Record(i, Noon.AddMinutes(random.Next(-600, 0)), (UsageOutcome)random.Next(4)) with
        {
            Model = $"m{random.Next(3)}",
            Streamed = random.Next(2) == 0,
            FirstContentMicros = random.Next(5) == 0 ? null : random.NextInt64(1, 1L << random.Next(1, 36)),
            DurationMicros = random.NextInt64(0, 1L << random.Next(1, 40)),
            Usage = new Usage { UncachedInput = random.Next(9), CacheRead = random.Next(9), CacheWrite5m = random.Next(9), CacheWrite1h = random.Next(9), AudioInput = random.Next(9), ImageInput = random.Next(9), Output = random.Next(9), AudioOutput = random.Next(9), ImageOutput = random.Next(9) },
            Group = random.Next(9) == 0 ? null : "g",
            AccountId = random.Next(9) == 0 ? null : Alice,
        }).ToArray();
        var store = new UsageStore(database, new FixedTime());
        foreach (var batch in records.Chunk(77)) await store.InsertAsync(batch, CancellationToken.None);
        // What comes twice is counted once.
        await store.InsertAsync(records[..50], CancellationToken.None);
        var added = await AllAsync(database);
        await database.WriteAsync(c => c.ExecuteAsync("DELETE FROM pace_hourly; DELETE FROM model_pace_hourly; DELETE FROM upstream_cost_hourly; DELETE FROM traffic_daily;\n" + CatchUp()), CancellationToken.None);
        Assert.Equal(added, await AllAsync(database));
        Assert.True(added.Length > 150, $"{added.Length} rows");
    }

    [Fact]
    public async Task Sums_failures_paces_and_costs_are_of_their_window()
    {
        using var folder = new TempFolder();
        await using var database = await OpenAsync(folder);
        await new UsageStore(database, new FixedTime()).InsertAsync(
            [
                Record(1, Noon.AddMinutes(-1), UsageOutcome.Completed) with { FirstContentMicros = 1_024, DurationMicros = 2_048, Streamed = true },
                Record(2, Noon, UsageOutcome.Completed) with { Usage = new Usage { UncachedInput = 1, CacheRead = 2, CacheWrite5m = 4, CacheWrite1h = 8, AudioInput = 16, ImageInput = 32, Output = 100, Reasoning = 50, AudioOutput = 200, ImageOutput = 400 } },
                Record(3, Noon.AddMinutes(59), UsageOutcome.Failed) with { ErrorOrigin = ErrorOrigin.Upstream, ErrorCode = "overloaded", Status = 529 },
                Record(4, Noon.AddMinutes(59), UsageOutcome.Failed) with { ErrorOrigin = ErrorOrigin.Upstream, ErrorCode = "overloaded", Status = 529 },
                Record(5, Noon.AddMinutes(59), UsageOutcome.Interrupted) with { ErrorOrigin = ErrorOrigin.Gateway, Status = 500 },
                Record(6, Noon.AddMinutes(59), UsageOutcome.ClientLeft),
                Record(7, Noon.AddMinutes(60), UsageOutcome.Failed) with { ErrorOrigin = ErrorOrigin.Client, ErrorCode = "bad", Status = 400 },
            ],
            CancellationToken.None);
        var log = new TrafficLog(database);
        var hour = TimeSpan.FromHours(1);
        var sum = Assert.Single(await log.SumsAsync(Noon, Noon + hour, hour, CancellationToken.None));
        Assert.Equal((Alice, "m", 5, 3, 63, 700), ((Guid)sum.AccountId!, sum.Model, sum.Requests, sum.Failed, sum.Prompt, sum.Answer));
        Assert.Equal(Noon, DateTimeOffset.UnixEpoch + hour * sum.Period);
        var whole = Assert.Single(await log.SumsAsync(Noon.AddHours(-12), Noon.AddHours(12), TimeSpan.FromDays(1), CancellationToken.None));
        Assert.Equal((7, 4, 63, 700), (whole.Requests, whole.Failed, whole.Prompt, whole.Answer));
        Assert.Equal([new FailureSum("upstream", "overloaded", 529, 2), new FailureSum("gateway", null, 500, 1)], await log.FailuresAsync(Noon, Noon + hour, CancellationToken.None));
        var paces = await log.PacesAsync(Noon - hour, Noon, hour, CancellationToken.None);
        Assert.Equal([(true, 0, 1L), (false, 8, 1L)], paces.OrderBy(pace => pace.Bucket).Select(pace => (pace.IsFirst, pace.Bucket, pace.Requests)));
        var cost = Assert.Single(await log.CostsAsync(Noon, Noon + hour, TimeSpan.FromDays(1), CancellationToken.None));
        Assert.Equal((AttemptCostStatus.Exact, 5, 50), (cost.Status, cost.Attempts, cost.CostNanos));
    }

    [Fact]
    public async Task L_15_Refund_is_taken_off_its_day()
    {
        using var folder = new TempFolder();
        await using var database = await OpenAsync(folder);
        await new UsageStore(database, new FixedTime()).InsertAsync([Record(1, Noon, UsageOutcome.Completed), Record(2, Noon, UsageOutcome.Completed) with { Model = "other" }], CancellationToken.None);
        await database.WriteAsync(
            async connection =>
            {
                await connection.ExecuteAsync("UPDATE usage_records SET wallet_id = 'w', charged_nanos = 10");
                Assert.True(await RefundRoll.AddAsync(connection, "w", "req_1", 7));
                Assert.False(await RefundRoll.AddAsync(connection, "w", "req_1", 7));
                return 0;
            },
            CancellationToken.None);
        var sums = await new TrafficLog(database).SumsAsync(Noon.AddHours(-12), Noon.AddHours(12), TimeSpan.FromDays(1), CancellationToken.None);
        Assert.Equal([("m", 7L), ("other", 0L)], sums.OrderBy(sum => sum.Model, StringComparer.Ordinal).Select(sum => (sum.Model, sum.RefundedNanos)));
    }

    [Fact]
    public async Task Faults_are_those_that_clients_cannot_help()
    {
        using var folder = new TempFolder();
        await using var database = await OpenAsync(folder);
        await new UsageStore(database, new FixedTime()).InsertAsync(
            [
                Record(1, Noon, UsageOutcome.Completed) with { Streamed = true, FirstContentMicros = 500_000 },
                Record(2, Noon, UsageOutcome.Completed),
                Record(3, Noon, UsageOutcome.ClientLeft),
                Record(4, Noon, UsageOutcome.Failed) with { ErrorOrigin = ErrorOrigin.Client, Status = 400 },
                Record(5, Noon, UsageOutcome.Failed) with { ErrorOrigin = ErrorOrigin.Gateway, Status = 429 },
                Record(6, Noon, UsageOutcome.Failed) with { ErrorOrigin = ErrorOrigin.Gateway, Status = 503 },
                Record(7, Noon, UsageOutcome.Failed) with { ErrorOrigin = ErrorOrigin.Upstream, Status = 429 },
                Record(8, Noon, UsageOutcome.Interrupted),
                Record(9, Noon, UsageOutcome.Failed) with { ErrorOrigin = ErrorOrigin.Upstream, Status = 502, Group = null },
            ],
            CancellationToken.None);
        var log = new TrafficLog(database);
        foreach (var pulses in new[] { await log.PulsesAsync(Noon, Noon.AddHours(1), CancellationToken.None), await log.LatestAsync(Noon, CancellationToken.None) })
        {
            var pulse = Assert.Single(pulses);
            Assert.Equal((Noon, "g", "m", 2L, 3L), (pulse.At, pulse.Group, pulse.Model, pulse.Completed, pulse.Faults));
            Assert.Equal(KeyValuePair.Create(PaceBuckets.Of(500_000), 1L), Assert.Single(pulse.FirstContent));
        }

        Assert.Empty(await log.LatestAsync(Noon.AddMinutes(1), CancellationToken.None));
    }

    [Fact]
    public async Task Thirty_days_of_a_million_records_are_read_in_300_ms()
    {
        Assert.SkipUnless(TestRun.IsLong, "A million records take a minute to write: run ./test --long.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var database = await OpenAsync(folder);
        await MillionAsync(database, cancellation);
        var log = new TrafficLog(database);
        var (to, day) = (Noon.Date, TimeSpan.FromDays(1));
        var end = new DateTimeOffset(to, TimeSpan.Zero).AddDays(1);
        await log.SumsAsync(end.AddDays(-30), end, day, cancellation);
        var taken = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var clock = Stopwatch.StartNew();
            var sums = await log.SumsAsync(end.AddDays(-30), end, day, cancellation);
            var at = clock.Elapsed.TotalMilliseconds;
            var paces = await log.PacesAsync(end.AddDays(-30), end, day, cancellation);
            await log.CostsAsync(end.AddDays(-30), end, day, cancellation);
            await log.FailuresAsync(end.AddDays(-30), end, cancellation);
            taken.Add(clock.Elapsed.TotalMilliseconds);
            if (i == 0) output.WriteLine($"{sums.Sum(sum => sum.Requests)} requests in {sums.Count} sums, {at:0} ms of them for sums; {paces.Count} counts of time");
        }

        var single = Stopwatch.StartNew();
        var exact = await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT duration_micros FROM usage_records WHERE outcome = 'completed' ORDER BY duration_micros LIMIT 1 OFFSET 485000"), cancellation);
        output.WriteLine($"one exact median of all records: {single.Elapsed.TotalMilliseconds:0} ms");
        var status = Stopwatch.StartNew();
        var pulses = await log.PulsesAsync(end.AddDays(-1), end, cancellation);
        await log.LatestAsync(end.AddHours(-1), cancellation);
        output.WriteLine($"status page: {status.Elapsed.TotalMilliseconds:0} ms for {pulses.Count} pulses");
        var all = await log.PacesAsync(end.AddDays(-30), end, day, cancellation);
        var median = PaceBuckets.Percentile(all.Where(pace => !pace.IsFirst).GroupBy(pace => pace.Bucket).ToDictionary(bucket => bucket.Key, bucket => bucket.Sum(pace => pace.Requests)), 0.5m)!.Value;
        Assert.InRange(median, exact * 7 / 8, exact * 9 / 8);
        var p95 = taken.Order().ElementAt(18);
        output.WriteLine($"dashboard of 30 days: p50 {taken.Order().ElementAt(10):0} ms, p95 {p95:0} ms");
        Assert.InRange(p95, 0, 300);
    }

    // Sixty accounts in bursts of forty requests, three models each, one of 33 requests failed.
    private static Task<int> MillionAsync(IDatabase database, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            $"""
            WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 999999)
            INSERT INTO usage_records (request_id, started_at, key_id, account_id, group_name, model, upstream, upstream_model, protocol, operation, streamed, status, outcome, error_origin, error_code,
                uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output, images, audio_seconds, web_searches,
                usage_source, first_content_micros, duration_micros, attempts, request_bytes, response_bytes, cost_nanos, charged_nanos)
            SELECT printf('req_%026d', i), {UnixMicros.Of(Noon.AddHours(11))} - i * 2580000, printf('00000000-0000-0000-0002-%012d', i / 40 * 31 % 60), printf('00000000-0000-0000-0001-%012d', i / 40 * 31 % 60), 'everyone',
                'model-' || ((i / 40 * 17 + i % 3) % 12), 'upstream', 'model', 'messages', 'chat', 1, CASE WHEN i % 33 = 0 THEN 502 ELSE 200 END, CASE WHEN i % 33 = 0 THEN 'failed' ELSE 'completed' END,
                CASE WHEN i % 33 = 0 THEN 'upstream' END, CASE WHEN i % 33 = 0 THEN 'code_' || (i / 33 % 9) END,
                i % 900, i % 7000, 0, 0, i % 500, 0, 0, 0, 0, 0, 0, 0, 0, 'reported', 200000 + i * 7919 % 3000000, 900000 + i * 104729 % 40000000, 1, 1000, 5000, i % 1000 * 1000, i % 1000 * 1000
            FROM n;
            INSERT INTO attempt_costs (attempt_id, request_id, number, upstream, upstream_model, status, cost_nanos, cost_status, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning,
                audio_input, image_input, audio_output, image_output, images, audio_seconds, web_searches, at)
            SELECT 'a' || request_id, request_id, 1, upstream, upstream_model, status, cost_nanos, 'exact', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, started_at FROM usage_records;
            INSERT INTO usage_hourly (hour, key_id, account_id, group_name, model, upstream, outcome, requests,
                uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output,
                images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
            SELECT {UsageRoll.KeyOfRecord}, COUNT(*),
                SUM(uncached_input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(audio_input),
                SUM(image_input), SUM(audio_output), SUM(image_output), SUM(images), SUM(audio_seconds), SUM(web_searches), SUM(cost_nanos), SUM(charged_nanos), 0, 0
            FROM usage_records GROUP BY 1, 2, 3, 4, 5, 6, 7;
            {CatchUp()}
            """,
            commandTimeout: 600),
        cancellation);

    private static async Task<IDatabase> OpenAsync(TempFolder folder) => await TestStore.OpenAsync(folder.File("gantry.db"), TimeProvider.System, TestContext.Current.CancellationToken);

    private static string CatchUp()
    {
        var sql = Migration.All.Single(migration => migration.Number == 65).Sql;
        return sql[sql.IndexOf("WITH RECURSIVE", StringComparison.Ordinal)..];
    }

    private static Task<string[]> AllAsync(IDatabase database) => database.ReadAsync(
        async connection => (await connection.QueryAsync<string>(
            """
            SELECT hour || ' ' || measure || ' ' || bucket || ' ' || requests FROM pace_hourly
            UNION ALL SELECT hour || ' ' || group_name || ' ' || model || ' ' || bucket || ' ' || requests FROM model_pace_hourly
            UNION ALL SELECT hour || ' ' || upstream || ' ' || cost_status || ' ' || attempts || ' ' || cost_nanos FROM upstream_cost_hourly
            UNION ALL SELECT day || ' ' || model || ' ' || account_id || ' ' || requests || ' ' || failed || ' ' || prompt_tokens || ' ' || answer_tokens || ' ' || cost_nanos || ' ' || charged_nanos || ' ' || overrun_nanos FROM traffic_daily
            ORDER BY 1
            """)).ToArray(),
        CancellationToken.None);

    private static UsageRecord Record(int number, DateTimeOffset at, UsageOutcome outcome) => new()
    {
        RequestId = $"req_{number}",
        StartedAt = at,
        AccountId = Alice,
        Group = "g",
        Model = "m",
        Upstream = "u",
        Protocol = Protocol.Messages,
        Operation = Operation.Chat,
        Status = 200,
        Outcome = outcome,
        UsageSource = UsageSource.Reported,
        Attempts = 1,
        Trail = [new AttemptRecord { Id = Guid.CreateVersion7(at), Number = 1, Upstream = "u", UpstreamModel = "m", CostNanos = 10, CostStatus = AttemptCostStatus.Exact }],
    };
}
