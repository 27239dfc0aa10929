using System.Data.Common;
using Dapper;
using Gantry.Storage;
using Npgsql;

namespace Gantry.Tests.Storage;

/// <summary>Thirty days of usage of one account, as many records as a test wants, with hourly sums, written by the engine itself.</summary>
internal static class MillionUsage
{
    public const string Account = "00000000-0000-0000-0000-000000000001";
    public const string Team = "00000000-0000-0000-0000-000000000002";
    public const long Start = 1_760_000_400_000_000;
    public const long Thirty = 30 * 24 * UsageRoll.HourMicros;

    /// <summary>Twenty keys, nine usual models and one rare one, two groups, three upstreams; one of twenty-five fails.</summary>
    public static async Task FillAsync(IDatabase database, int records, CancellationToken cancellation)
    {
        await database.WriteAsync(
            c => c.ExecuteAsync(
                $"""
                INSERT INTO accounts (id, email, role, created_at, managed_by) VALUES ('{Account}', 'a@example.com', 'user', 0, 'hand'), ('{Team}', 'team', 'user', 0, 'hand');
                WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 19)
                INSERT INTO api_keys (id, account_id, name, key_hash, display, groups, models, operations, networks, spend_cap_window, created_at, managed_by, member_id)
                SELECT printf('00000000-0000-0000-0001-%012d', i), '{Account}', 'key ' || i, printf('%064x', i), 'sk-', '[]', '[]', '[]', '[]', 'total', 0, 'hand', '{Team}' FROM n;
                """),
            cancellation);
        // Years of data lie in days, and have attempts that are looked for.
        var isLarge = records >= 1_000_000;
        if (isLarge) await database.WriteAsync(DaysAsync, cancellation);
        const int batch = 100_000;
        for (var first = 0; first < records; first += batch)
        {
            var last = Math.Min(records, first + batch) - 1;
            await database.WriteAsync(
                c => c.ExecuteAsync(
                    $"""
                    WITH RECURSIVE n(i) AS (SELECT CAST({first} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {last})
                    INSERT INTO usage_records (request_id, started_at, key_id, account_id, group_name, model, upstream, upstream_model, protocol, operation, streamed, status, outcome,
                        uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output, images,
                        audio_seconds, web_searches, usage_source, upstream_response_id, first_content_micros, duration_micros, attempts, request_bytes, response_bytes, wallet_id,
                        cost_nanos, charged_nanos)
                    SELECT printf('req_%032x', i), {Start} + i * ({Thirty} / {records}), printf('00000000-0000-0000-0001-%012d', (i * 7919 % 1000) * (i * 7919 % 1000) / 50000), '{Account}',
                        CASE i % 10 WHEN 0 THEN 'spare' ELSE 'usual' END,
                        CASE WHEN i % ({records} / 4) = 77 THEN 'rare' ELSE 'model-of-some-vendor-' || ((i * 31 % 97) * (i * 31 % 97) / 1200) END, 'upstream-' || (i % 3), 'm', 'messages', 'chat', 1,
                        CASE WHEN i % 25 > 0 THEN 200 WHEN i % 3 = 0 THEN 429 WHEN i % 3 = 1 THEN 500 ELSE 400 END, CASE WHEN i % 25 > 0 THEN 'completed' ELSE 'failed' END,
                        i % 4096, 0, 0, 0, i % 512, 0, 0, 0, 0, 0, 0, 0, 0, 'reported', printf('msg_%024x', i), 300000, 1200000, 1, 100, 1000, '{Account}', i % 1000003, i % 1000003 FROM n
                    """,
                    commandTimeout: 600),
                cancellation);
            if (!isLarge) continue;
            await database.WriteAsync(
                c => c.ExecuteAsync(
                    $"""
                    WITH RECURSIVE n(i) AS (SELECT CAST({first} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {last})
                    INSERT INTO attempt_costs (attempt_id, request_id, number, upstream, upstream_model, status, cost_nanos, cost_status, uncached_input, cache_read, cache_write_5m, cache_write_1h,
                        output, reasoning, audio_input, image_input, audio_output, image_output, images, audio_seconds, web_searches, at)
                    SELECT printf('00000000-0000-0000-0002-%012d', i), printf('req_%032x', i), 1, 'upstream-' || (i % 3), 'm', 200, 1, 'exact', 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, {Start} + i * ({Thirty} / {records}) FROM n
                    """,
                    commandTimeout: 600),
                cancellation);
        }

        await database.WriteAsync(
            c => c.ExecuteAsync(
                $"""
                INSERT INTO usage_hourly (hour, key_id, account_id, group_name, model, upstream, outcome, requests,
                    uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output,
                    images, audio_seconds, web_searches, cost_nanos, charged_nanos, overrun_nanos, refunded_nanos)
                SELECT {UsageRoll.KeyOfRecord}, COUNT(*), SUM(uncached_input), 0, 0, 0, SUM(output), 0, 0, 0, 0, 0, 0, 0, 0, SUM(cost_nanos), SUM(charged_nanos), 0, 0
                FROM usage_records GROUP BY 1, 2, 3, 4, 5, 6, 7
                """,
                commandTimeout: 600),
            cancellation);
    }

    private static async Task<int> DaysAsync(DbConnection connection)
    {
        if (connection is not NpgsqlConnection) return 0;
        var first = DateOnly.FromDateTime(UnixMicros.ToTime(Start).UtcDateTime);
        for (var day = 0; day <= 30; day++) await UsageDays.MakeAsync(connection, first.AddDays(day));
        return 31;
    }
}
