using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Gantry.Audit;

namespace Gantry.Storage;

/// <summary>The audit log in a database.</summary>
internal sealed class AuditStore(IDatabase database, AuditChain chain, TimeProvider time) : IAuditLog
{
    private const int Step = 1000;
    private const int DropStep = 500;

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

    public async IAsyncEnumerable<AuditEntry> ExportAsync(DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var last = 0L; ;)
        {
            var rows = await database.ReadAsync(
                async connection => (await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM audit_log WHERE seq > @last AND (@from IS NULL OR at >= @from) AND (@to IS NULL OR at < @to) ORDER BY seq LIMIT {Step}",
                    new { last, from = UnixMicros.Of(from), to = UnixMicros.Of(to) })).AsList(),
                cancellation);
            foreach (var row in rows) yield return row.ToEntry();
            if (rows.Count < Step) yield break;
            last = rows[^1].Seq;
        }
    }

    public Task<AuditCheck> VerifyAsync(AuditMark? known, CancellationToken cancellation) =>
        database.ReadAsync(connection => new AuditProof(chain, connection).VerifyAsync(known, cancellation), cancellation);

    public async Task<long> DropAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        if (before > time.GetUtcNow().AddDays(-AuditTerms.LeastDays)) throw new ArgumentException($"The audit log is kept for {AuditTerms.LeastDays} days.", nameof(before));
        var dropped = 0L;
        while (true)
        {
            var count = await database.WriteAsync(connection => DropAsync(connection, UnixMicros.Of(before)), cancellation);
            if (count == 0) return dropped;
            dropped += count;
        }
    }

    private async Task<long> DropAsync(DbConnection connection, long before)
    {
        var first = await new AuditProof(chain, connection).BeginAsync();
        var last = first;
        foreach (var row in await AuditProof.RowsAsync(connection, first.Sequence, DropStep))
        {
            if (row.AtMicros >= before) break;
            last = AuditProof.Next(chain, last, row) ?? throw new AuditBrokenException($"Row {last.Sequence + 1} of the audit log was changed: no rows are dropped.");
        }

        var count = last.Sequence - first.Sequence;
        if (count == 0) return 0;
        await connection.ExecuteAsync("DELETE FROM audit_log WHERE seq <= @Sequence", new { last.Sequence });
        await connection.ExecuteAsync(
            "UPDATE audit_anchor SET seq = @Sequence, chain = @Chain, dropped_at = @at, proof = @proof WHERE id = 1",
            new { last.Sequence, last.Chain, at = UnixMicros.Of(time.GetUtcNow()), proof = chain.Proof("anchor", last.Sequence, last.Chain) });
        var note = new AuditNote { Actor = AuditNote.Gateway, Action = "audit.drop" };
        await AuditRecords.AppendAsync(connection, chain, note, [new AuditChange($"rows {first.Sequence + 1} to {last.Sequence}")], time.GetUtcNow());
        return count;
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
            new AuditNote { Actor = Actor, ActorId = Guid.TryParse(ActorId, out var id) ? id : null, Address = Address, Action = Action, RequestId = RequestId },
            new AuditChange(Target, Before, After),
            Chain);
    }
}
