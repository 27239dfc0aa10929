using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dapper;
using Gantry.Audit;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Rows of the audit log, written in the transaction of what they tell.</summary>
internal static class AuditRecords
{
    private const string Hidden = "(hidden)";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task AppendAsync(DbConnection connection, AuditChain chain, AuditNote note, IEnumerable<AuditChange> changes, DateTimeOffset now)
    {
        // Changes nothing, but holds the row: whoever else appends waits until this transaction is done.
        await connection.ExecuteAsync("UPDATE audit_head SET seq = seq WHERE id = 1");
        var (sequence, link) = await HeadAsync(connection);
        var at = UnixMicros.Of(now);
        foreach (var change in changes)
        {
            link = chain.Link(link, ++sequence, at, note, change);
            await connection.ExecuteAsync(
                """
                INSERT INTO audit_log (seq, at, actor, actor_id, address, action, request_id, target, before_text, after_text, chain)
                VALUES (@sequence, @at, @Actor, @actorId, @Address, @Action, @RequestId, @Target, @Before, @After, @link)
                """,
                new { sequence, at, note.Actor, actorId = note.ActorId?.ToString(), note.Address, note.Action, note.RequestId, change.Target, change.Before, change.After, link });
        }

        await connection.ExecuteAsync("UPDATE audit_head SET seq = @sequence, chain = @link, proof = @proof WHERE id = 1", new { sequence, link, proof = chain.Proof("head", sequence, link) });
    }

    public static Task<(long Sequence, string Chain)> HeadAsync(DbConnection connection) =>
        connection.QuerySingleAsync<(long, string)>("SELECT seq, chain FROM audit_head WHERE id = 1");

    /// <summary>The last row that was dropped, and whether the gateway has dropped it.</summary>
    public static async Task<(long Sequence, string Chain, bool Proven)> AnchorAsync(DbConnection connection, AuditChain chain)
    {
        var (sequence, link, proof) = await connection.QuerySingleAsync<(long, string, string)>("SELECT seq, chain, proof FROM audit_anchor WHERE id = 1");
        return (sequence, link, (sequence == 0 && link == AuditChain.Start) || proof == chain.Proof("anchor", sequence, link));
    }

    /// <summary>What a change of the catalogue says in the log: the facts that differ, without those that are hidden.</summary>
    public static AuditChange Of(RowChange change)
    {
        var before = Facts(change.Before ?? (change.Deleted ? change.Row : null));
        var after = Facts(change.Deleted ? null : change.Row);
        return new AuditChange(change.Row.Label, Text(before, after), Text(after, before));
    }

    private static Dictionary<string, RowFact>? Facts(CatalogRow? row) => row?.Facts().ToDictionary(fact => fact.Name);

    private static string? Text(Dictionary<string, RowFact>? facts, Dictionary<string, RowFact>? other) => facts is null
        ? null
        : JsonSerializer.Serialize(
            facts.Values.Where(fact => other is null || !other.TryGetValue(fact.Name, out var theirs) || theirs.Value != fact.Value)
                .ToDictionary(fact => fact.Name, fact => fact.Hidden ? Hidden : fact.Value),
            Relaxed);
}
