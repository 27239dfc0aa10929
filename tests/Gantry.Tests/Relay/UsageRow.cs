using Dapper;
using Gantry.Tests.Storage;

namespace Gantry.Tests.Relay;

/// <summary>A row of the table of usage records, read with plain SQL: the oracle does not go through the code under test.</summary>
internal sealed class UsageRow
{
    public string RequestId { get; set; } = "";

    public string? Model { get; set; }

    public string? Upstream { get; set; }

    public string? GroupName { get; set; }

    public string Protocol { get; set; } = "";

    public long Status { get; set; }

    public string Outcome { get; set; } = "";

    public string? ErrorOrigin { get; set; }

    public string? ErrorCode { get; set; }

    public long Streamed { get; set; }

    public long UncachedInput { get; set; }

    public long CacheRead { get; set; }

    public long CacheWrite5m { get; set; }

    public long CacheWrite1h { get; set; }

    public long Output { get; set; }

    public long Reasoning { get; set; }

    public long AudioInput { get; set; }

    public long ImageInput { get; set; }

    public long AudioOutput { get; set; }

    public long ImageOutput { get; set; }

    public long Images { get; set; }

    public long AudioSeconds { get; set; }

    public long WebSearches { get; set; }

    public string UsageSource { get; set; } = "";

    public string? Losses { get; set; }

    public long Attempts { get; set; }

    public long? FirstContentMicros { get; set; }

    public long DurationMicros { get; set; }

    public long ResponseBytes { get; set; }

    public static async Task<IReadOnlyList<UsageRow>> ReadAsync(string database)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var connection = await TestStore.ConnectAsync(database);
        return [.. await connection.QueryAsync<UsageRow>("SELECT * FROM usage_records ORDER BY started_at, request_id")];
    }
}
