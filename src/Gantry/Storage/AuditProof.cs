using System.Data.Common;
using System.Globalization;
using Dapper;
using Gantry.Audit;

namespace Gantry.Storage;

/// <summary>Recomputes the chain of the audit log over the rows as they lie there.</summary>
internal sealed class AuditProof(AuditChain chain, DbConnection connection)
{
    private const int Step = 1000;

    // As text: a number that was changed into something else must be found out, not stumbled over. Under other names: the order is that of the numbers.
    private const string Columns = "CAST(seq AS TEXT) AS Number, CAST(at AS TEXT) AS Moment, actor AS Actor, actor_id AS ActorId, address AS Address, action AS Action, "
        + "request_id AS RequestId, target AS Target, before_text AS Before, after_text AS After, chain AS Chain";

    /// <inheritdoc cref="IAuditLog.VerifyAsync(AuditMark, CancellationToken)"/>
    public async Task<AuditCheck> VerifyAsync(AuditMark? known, CancellationToken cancellation)
    {
        var (sequence, link, proven) = await AuditRecords.AnchorAsync(connection, chain);
        if (!proven) return Broken(sequence + 1, sequence + 1, "the rows before it were not dropped by the gateway");
        var first = sequence + 1;
        var last = new AuditMark(sequence, link);
        var met = known is null || known == last;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = await RowsAsync(connection, last.Sequence, Step);
            foreach (var row in rows)
            {
                if (Next(chain, last, row) is not { } next) return Broken(first, last.Sequence + 1, "it was changed, or it is missing");
                last = next;
                met |= known == last;
            }

            if (rows.Count < Step) break;
        }

        // Rows that were cut off at the end: the head still knows of them.
        var head = await connection.QuerySingleAsync<(long Seq, string Chain, string Proof)>("SELECT seq, chain, proof FROM audit_head WHERE id = 1");
        if ((head.Seq, head.Chain) != (last.Sequence, last.Chain)) return Broken(first, last.Sequence + 1, "rows were cut off at the end");
        if (last.Sequence > 0 && head.Proof != chain.Proof("head", head.Seq, head.Chain)) return Broken(first, last.Sequence + 1, "the end was not written by the gateway");
        if (!met && known!.Sequence >= first - 1) return Broken(first, Math.Min(known.Sequence, last.Sequence + 1), "the place that was noted is not in the chain any more");
        return new AuditCheck(last.Sequence - first + 1, null) { First = first, Head = last };
    }

    /// <summary>Where the rows begin that are left.</summary>
    /// <exception cref="AuditBrokenException">The gateway has not written so.</exception>
    public async Task<AuditMark> BeginAsync()
    {
        // Changes nothing, but holds the row: whoever appends or drops waits until this transaction is done.
        await connection.ExecuteAsync("UPDATE audit_head SET seq = seq WHERE id = 1");
        var (sequence, link, proven) = await AuditRecords.AnchorAsync(connection, chain);
        return proven ? new AuditMark(sequence, link) : throw new AuditBrokenException("The begin of the audit log was changed: no rows are dropped.");
    }

    public static async Task<IReadOnlyList<Row>> RowsAsync(DbConnection connection, long after, int count) =>
        (await connection.QueryAsync<Row>($"SELECT {Columns} FROM audit_log WHERE seq > @after ORDER BY seq LIMIT {count}", new { after })).AsList();

    /// <returns>The row's place, or null where it is not the next one as it was written.</returns>
    public static AuditMark? Next(AuditChain chain, AuditMark last, Row row)
    {
        var sequence = (last.Sequence + 1).ToString(CultureInfo.InvariantCulture);
        var expected = chain.Link(
            last.Chain, [sequence, row.Moment, row.Actor, row.ActorId, row.Address, row.Action, row.RequestId, row.Target, row.Before, row.After]);
        return row.Number == sequence && row.Chain == expected ? new AuditMark(last.Sequence + 1, expected) : null;
    }

    private static AuditCheck Broken(long first, long at, string reason) => new(Math.Max(0, at - first), at) { First = first, Reason = $"Row {at}: {reason}." };

    /// <summary>A row with its columns as text.</summary>
    internal sealed record Row
    {
        public string Number { get; init; } = "";

        public string Moment { get; init; } = "";

        public string? Actor { get; init; }

        public string? ActorId { get; init; }

        public string? Address { get; init; }

        public string? Action { get; init; }

        public string? RequestId { get; init; }

        public string? Target { get; init; }

        public string? Before { get; init; }

        public string? After { get; init; }

        public string? Chain { get; init; }

        public long AtMicros => long.TryParse(Moment, CultureInfo.InvariantCulture, out var at) ? at : 0;
    }
}
