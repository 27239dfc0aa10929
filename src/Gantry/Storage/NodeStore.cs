using Dapper;
using Gantry.Nodes;

namespace Gantry.Storage;

/// <summary>The servers of a store as it knows them.</summary>
internal sealed class NodeStore(IDatabase database, TimeProvider time)
{
    // Of those that have ended nobody wants to see all.
    private const long ShownMicros = 24 * UsageRoll.HourMicros;

    /// <summary>Those that live, and those that were heard of in the last day; the oldest first.</summary>
    public Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<NodeRow>>(
        async connection =>
        {
            var now = await RunRecords.NowAsync(connection, time);
            var (silent, shown) = (now - (long)GatewayRun.Silence.TotalMicroseconds, now - ShownMicros);
            var rows = await connection.QueryAsync<(long Run, string Machine, string? Version, long Started, long Renewed, long? Ended)>(
                "SELECT id, node, version, started_at, renewed_at, ended_at FROM runs WHERE renewed_at >= @shown ORDER BY id", new { shown });
            return [.. rows.Select(r => new NodeRow(r.Run, r.Machine, r.Version, UnixMicros.ToTime(r.Started), UnixMicros.ToTime(r.Renewed), r.Ended is null && r.Renewed >= silent))];
        },
        cancellation);
}
