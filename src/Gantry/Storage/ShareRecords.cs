using System.Data.Common;
using Dapper;
using Gantry.Nodes;

namespace Gantry.Storage;

/// <summary>The rows of shares inside a write. Writes come one after the other, so what is added up here stays true until the commit.</summary>
internal static class ShareRecords
{
    /// <summary>The runs that have a share of something.</summary>
    public static Task<IEnumerable<long>> HoldersAsync(DbConnection connection, string subject) =>
        connection.QueryAsync<long>("SELECT run FROM shares WHERE subject = @subject", new { subject });

    /// <param name="connection">Inside its transaction.</param>
    /// <param name="run">Who asks.</param>
    /// <param name="ask">What it asks.</param>
    /// <param name="gone">What of the limit is used up by nobody who has a share.</param>
    /// <param name="nodes">Servers that live.</param>
    public static async Task<ShareGrant> TakeAsync(DbConnection connection, long run, ShareAsk ask, long gone, int nodes)
    {
        var (own, others) = await connection.QuerySingleAsync<(long, long)>(
            """
            SELECT CAST(COALESCE(SUM(CASE WHEN run = @run THEN granted ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN run <> @run THEN granted ELSE 0 END), 0) AS BIGINT)
            FROM shares WHERE subject = @Subject
            """,
            new { run, ask.Subject });
        var room = ask.Limit - gone - others;
        var least = ask.Used + ask.Need;
        if (room < least || (ask.Need == 0 && room <= ask.Used))
        {
            // What is too little for this one may help another: there must not be a part of the limit that nobody can use.
            if (own > ask.Used) await KeepAsync(connection, run, ask.Subject, ask.Used);
            else if (own < ask.Used) await PutAsync(connection, run, ask, ask.Used);
            if (others > 0) await NodeWire.SayAsync(connection, NodeWords.Lacks(run, ask.Subject));
            return new ShareGrant(ask.Used, Granted: false, others, gone);
        }

        var beyond = nodes == 1 ? room - least : (room - least) / (2 * nodes);
        if (nodes > 1 && ask.Need > 0) beyond -= beyond % ask.Need;
        beyond = Math.Max(beyond, Math.Min(ask.Wish, room - least));
        var share = Math.Max(least + beyond, Math.Min(own, room));
        await PutAsync(connection, run, ask, share);
        return new ShareGrant(share, Granted: true, others, gone);
    }

    public static async Task KeepAsync(DbConnection connection, long run, string subject, long keep)
    {
        var changed = keep > 0
            ? await connection.ExecuteAsync("UPDATE shares SET granted = @keep WHERE subject = @subject AND run = @run AND granted > @keep", new { subject, run, keep })
            : await connection.ExecuteAsync("DELETE FROM shares WHERE subject = @subject AND run = @run", new { subject, run });
        if (changed > 0) await NodeWire.SayAsync(connection, NodeWords.Gave(run, subject));
    }

    /// <exception cref="RunEndedException">A share that nobody would count.</exception>
    private static async Task PutAsync(DbConnection connection, long run, ShareAsk ask, long granted)
    {
        if (granted <= 0)
        {
            await connection.ExecuteAsync("DELETE FROM shares WHERE subject = @Subject AND run = @run", new { ask.Subject, run });
            return;
        }

        var put = await connection.ExecuteAsync(
            """
            INSERT INTO shares (subject, run, granted, ends_at) SELECT @Subject, id, @granted, @ends FROM runs WHERE id = @run AND ended_at IS NULL
            ON CONFLICT (subject, run) DO UPDATE SET granted = @granted
            """,
            new { run, ask.Subject, granted, ends = ask.Ends is { } end ? UnixMicros.Of(end) : (long?)null });
        if (put != 1) throw new RunEndedException(run);
    }
}
