using System.Data.Common;
using Dapper;
using Gantry.Audit;

namespace Gantry.Storage;

/// <summary>The audit log in a database.</summary>
internal sealed class AuditStore(IDatabase database, AuditChain chain, TimeProvider time) : IAuditLog
{
    private const int Step = 1000;

    private const string Columns = "seq AS Seq, at AS At, actor AS Actor, actor_id AS ActorId, address AS Address, action AS Action, request_id AS RequestId, "
        + "target AS Target, before_text AS Before, after_text AS After, chain AS Chain";

    public Task AppendAsync(AuditNote note, IReadOnlyList<AuditChange> changes, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            await AuditRecords.AppendAsync(connection, chain, note, changes.Count > 0 ? changes : [new AuditChange("")], time.GetUtcNow());
            return 0;
        },
        cancellation);

    public Task<IReadOnlyList<AuditEntry>> ReadAsync(AuditQuery query, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<Row>(
                $"""
                SELECT {Columns} FROM audit_log
                WHERE (@Before IS NULL OR seq < @Before) AND (@Actor IS NULL OR actor = @Actor)
                  AND (@Action IS NULL OR substr(action, 1, length(@Action)) = @Action)
                  AND (@Target IS NULL OR substr(target, 1, length(@Target)) = @Target)
                  AND (@from IS NULL OR at >= @from) AND (@to IS NULL OR at < @to)
                ORDER BY seq DESC LIMIT @Limit
                """,
                new { query.Before, query.Actor, query.Action, query.Target, from = UnixMicros.Of(query.From), to = UnixMicros.Of(query.To), query.Limit });
            return (IReadOnlyList<AuditEntry>)[.. rows.Select(row => row.ToEntry())];
        },
        cancellation);

    public Task<AuditCheck> VerifyAsync(CancellationToken cancellation) => database.ReadAsync(connection => VerifyAsync(connection, cancellation), cancellation);

    private async Task<AuditCheck> VerifyAsync(DbConnection connection, CancellationToken cancellation)
    {
        var (last, link) = (0L, AuditChain.Start);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = (await connection.QueryAsync<Row>($"SELECT {Columns} FROM audit_log WHERE seq > @last ORDER BY seq LIMIT {Step}", new { last })).AsList();
            foreach (var entry in rows.Select(row => row.ToEntry()))
            {
                var expected = chain.Link(link, last + 1, UnixMicros.Of(entry.At), entry.Note, entry.Change);
                if (entry.Sequence != last + 1 || entry.Chain != expected) return new AuditCheck(last, last + 1);
                (last, link) = (entry.Sequence, entry.Chain);
            }

            if (rows.Count < Step) break;
        }

        // Rows that were cut off at the end: the head still knows of them.
        return new AuditCheck(last, await AuditRecords.HeadAsync(connection) == (last, link) ? null : last + 1);
    }

    private sealed record Row
    {
        public long Seq { get; init; }

        public long At { get; init; }

        public string Actor { get; init; } = "";

        public string? ActorId { get; init; }

        public string? Address { get; init; }

        public string Action { get; init; } = "";

        public string? RequestId { get; init; }

        public string Target { get; init; } = "";

        public string? Before { get; init; }

        public string? After { get; init; }

        public string Chain { get; init; } = "";

        public AuditEntry ToEntry() => new(
            Seq,
            UnixMicros.ToTime(At),
            new AuditNote { Actor = Actor, ActorId = ActorId is null ? null : Guid.Parse(ActorId), Address = Address, Action = Action, RequestId = RequestId },
            new AuditChange(Target, Before, After),
            Chain);
    }
}
