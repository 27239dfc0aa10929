using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Outbox;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>The outbox in a database.</summary>
internal sealed class OutboxStore(IDatabase database, SecretSeal seal, AuditChain chain, TimeProvider time) : IOutbox
{
    private long Now => UnixMicros.Of(time.GetUtcNow());

    public Task<bool> PutAsync(OutboxItem item, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            if (item.Channel == OutboxChannel.Mail && await OutboxRecords.IsFullAsync(connection, item.Recipient, Now)) return false;
            await OutboxRecords.PutAsync(connection, seal, item);
            return true;
        },
        cancellation);

    public async Task<IReadOnlyList<OutboxItem>> ClaimAsync(OutboxChannel channel, int most, CancellationToken cancellation)
    {
        var (now, word) = (Now, EnumWords.Of(channel));
        var due = await database.ReadAsync(
            async connection => (await connection.QueryAsync<string>(
                "SELECT id FROM outbox WHERE state = 'pending' AND channel = @word AND due_at <= @now AND claimed_until <= @now ORDER BY due_at, id LIMIT @most",
                new { word, now, most })).AsList(),
            cancellation);
        return due.Count == 0 ? [] : await database.WriteAsync(connection => ClaimAsync(connection, due, now), cancellation);
    }

    public Task<OutboxDepth> DepthAsync(CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var (waiting, oldest) = await connection.QuerySingleAsync<(long, long?)>("SELECT COUNT(*), MIN(created_at) FROM outbox WHERE state = 'pending'");
            return new OutboxDepth(waiting, oldest is { } at ? UnixMicros.ToTime(at) : null);
        },
        cancellation);

    public Task SentAsync(Guid id, CancellationToken cancellation) => EndAsync(id, "sent", null, cancellation);

    public Task RetryAsync(Guid id, string error, DateTimeOffset dueAt, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            "UPDATE outbox SET attempts = attempts + 1, error = @error, due_at = @due, claimed_until = 0 WHERE id = @id AND state = 'pending'",
            new { id = id.ToString(), error, due = UnixMicros.Of(dueAt) }),
        cancellation);

    public Task DropAsync(OutboxItem item, string error, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            await EndAsync(connection, item.Id.ToString(), "dropped", error);
            var note = new AuditNote { Actor = AuditNote.Gateway, Action = "outbox.drop" };
            await AuditRecords.AppendAsync(connection, chain, note, [new AuditChange($"{EnumWords.Of(item.Channel)} {item.Id}")], time.GetUtcNow());
            return 0;
        },
        cancellation);

    public Task<int> TrimAsync(CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync("DELETE FROM outbox WHERE ended_at < @before", new { before = UnixMicros.Of(time.GetUtcNow() - OutboxTerms.Kept) }), cancellation);

    private async Task<IReadOnlyList<OutboxItem>> ClaimAsync(DbConnection connection, IEnumerable<string> due, long now)
    {
        var claimed = new List<OutboxItem>();
        foreach (var id in due)
        {
            // Another node may have been quicker.
            var mine = await connection.ExecuteAsync(
                "UPDATE outbox SET claimed_until = @until WHERE id = @id AND state = 'pending' AND claimed_until <= @now",
                new { id, now, until = now + ((long)OutboxTerms.Lease.TotalMilliseconds * 1000) });
            if (mine == 0) continue;
            var row = await connection.QuerySingleAsync<Row>(
                "SELECT id AS Id, channel AS Channel, recipient AS Recipient, subject AS Subject, body_sealed AS Body, created_at AS CreatedAt, attempts AS Attempts FROM outbox WHERE id = @id",
                new { id });
            if (row.Open(seal) is { } item) claimed.Add(item);
            else await EndAsync(connection, id, "dropped", "its body cannot be opened: it was changed, or sealed under another master key");
        }

        return claimed;
    }

    private Task<int> EndAsync(Guid id, string state, string? error, CancellationToken cancellation) =>
        database.WriteAsync(connection => EndAsync(connection, id.ToString(), state, error), cancellation);

    private Task<int> EndAsync(DbConnection connection, string id, string state, string? error) => connection.ExecuteAsync(
        "UPDATE outbox SET state = @state, error = COALESCE(@error, error), body_sealed = '', ended_at = @Now, attempts = attempts + 1 WHERE id = @id AND state = 'pending'",
        new { id, state, error, Now });

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Channel { get; init; } = "";

        public string Recipient { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Body { get; init; } = "";

        public long CreatedAt { get; init; }

        public long Attempts { get; init; }

        public OutboxItem? Open(SecretSeal seal)
        {
            try
            {
                return new OutboxItem
                {
                    Id = Guid.Parse(Id),
                    Channel = EnumWords.Parse<OutboxChannel>(Channel),
                    Recipient = Recipient,
                    Subject = Subject,
                    Body = seal.Open(Convert.FromBase64String(Body), OutboxRecords.CellOf(Id)),
                    CreatedAt = UnixMicros.ToTime(CreatedAt),
                    Attempts = (int)Attempts,
                };
            }
            catch (Exception failure) when (failure is CryptographicException or FormatException)
            {
                return null;
            }
        }
    }
}
