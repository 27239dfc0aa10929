using System.Data.Common;
using Dapper;
using Gantry.Catalog;
using Gantry.Outbox;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>Rows of the outbox, for stores that put messages there in a transaction of their own.</summary>
internal static class OutboxRecords
{
    private const int MostListed = 100;
    private const long HourMicros = UsageRoll.HourMicros;

    public static SealContext CellOf(string id) => new("outbox", id, "body_sealed");

    /// <summary>Whether the recipient has been sent as many mails within the hour as it gets.</summary>
    public static async Task<bool> IsFullAsync(DbConnection connection, string recipient, long now) => await connection.ExecuteScalarAsync<long>(
        "SELECT COUNT(*) FROM outbox WHERE channel = 'mail' AND recipient = @recipient AND created_at > @since AND digest_entries = 0",
        new { recipient, since = now - HourMicros }) >= OutboxTerms.MailsPerHour;

    public static Task PutAsync(DbConnection connection, SecretSeal seal, OutboxItem item) => PutAsync(connection, seal, item, UnixMicros.Of(item.CreatedAt), 0);

    /// <summary>A mail of its own, or a line of the digest that the recipient gets where it has had its mails of this hour: never more than one waits.</summary>
    public static async Task PutMailOrDigestAsync(DbConnection connection, SecretSeal seal, OutboxItem item)
    {
        var now = UnixMicros.Of(item.CreatedAt);
        if (!await IsFullAsync(connection, item.Recipient, now))
        {
            await PutAsync(connection, seal, item);
            return;
        }

        var line = $"{item.CreatedAt:HH:mm:ss} UTC  {item.Subject}: {item.Body.Split('\n')[0]}\n";
        var waiting = await connection.QuerySingleOrDefaultAsync<Waiting>(
            """
            SELECT id AS Id, body_sealed AS Body, digest_entries AS Entries FROM outbox
            WHERE channel = 'mail' AND recipient = @Recipient AND digest_entries > 0 AND state = 'pending' AND attempts = 0 AND claimed_until <= @now
            """,
            new { item.Recipient, now });
        if (waiting is null)
        {
            await PutAsync(connection, seal, item with { Subject = Title(1), Body = line }, now + HourMicros, 1);
            return;
        }

        var entries = waiting.Entries + 1;
        var text = seal.Open(Convert.FromBase64String(waiting.Body), CellOf(waiting.Id));
        text = entries <= MostListed ? text + line : entries == MostListed + 1 ? text + "and more: see the list of alerts\n" : text;
        await connection.ExecuteAsync(
            "UPDATE outbox SET subject = @subject, body_sealed = @body, digest_entries = @entries WHERE id = @Id",
            new { waiting.Id, subject = Title(entries), body = Convert.ToBase64String(seal.Seal(text, CellOf(waiting.Id))), entries });
    }

    private static string Title(long entries) => entries == 1 ? "One more alert" : $"{entries} more alerts";

    private static Task<int> PutAsync(DbConnection connection, SecretSeal seal, OutboxItem item, long dueAt, long entries)
    {
        var id = item.Id.ToString();
        return connection.ExecuteAsync(
            """
            INSERT INTO outbox (id, channel, recipient, subject, body_sealed, digest_entries, created_at, due_at, attempts, claimed_until, state)
            VALUES (@id, @channel, @Recipient, @Subject, @body, @entries, @createdAt, @dueAt, 0, 0, 'pending')
            """,
            new
            {
                id,
                channel = EnumWords.Of(item.Channel),
                item.Recipient,
                item.Subject,
                body = Convert.ToBase64String(seal.Seal(item.Body, CellOf(id))),
                entries,
                createdAt = UnixMicros.Of(item.CreatedAt),
                dueAt,
            });
    }

    private sealed record Waiting
    {
        public string Id { get; init; } = "";

        public string Body { get; init; } = "";

        public long Entries { get; init; }
    }
}
