using System.Data.Common;
using Dapper;
using Gantry.Alerts;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Raises and closes alerts within a transaction.</summary>
internal static class AlertRecords
{
    /// <summary>The kinds in a list of words; those that this version does not know are left out.</summary>
    public static IEnumerable<AlertKind> Kinds(string? words)
    {
        foreach (var word in (words ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (EnumWords.TryParse<AlertKind>(word, out var kind)) yield return kind;
        }
    }

    /// <returns>Those that were not there yet.</returns>
    public static async Task<IReadOnlyList<Alert>> RaiseAsync(DbConnection connection, AlertPost post, IEnumerable<AlertNote> notes)
    {
        var raised = new List<Alert>();
        foreach (var note in notes)
        {
            var (kind, subject, mark) = (EnumWords.Of(note.Key.Kind), note.Key.Subject, note.Key.Mark);
            var rest = UnixMicros.Of(post.Now - IAlertStore.Rest);
            var known = await connection.ExecuteScalarAsync<long>(
                "SELECT COUNT(*) FROM alerts WHERE kind = @kind AND subject = @subject AND mark = @mark AND (closed_at IS NULL OR mark <> '' OR closed_at > @rest)",
                new { kind, subject, mark, rest });
            if (known > 0) continue;
            var alert = new Alert { Id = Guid.CreateVersion7(post.Now), Key = note.Key, AccountId = note.AccountId, MemberId = note.MemberId, Account = await EmailAsync(connection, note.AccountId), Text = note.Text, At = post.Now };
            await connection.ExecuteAsync(
                "INSERT INTO alerts (id, kind, subject, mark, account_id, member_id, text, at) VALUES (@id, @kind, @subject, @mark, @account, @member, @Text, @at)",
                new { id = alert.Id.ToString(), kind, subject, mark, account = note.AccountId?.ToString(), member = note.MemberId?.ToString(), alert.Text, at = UnixMicros.Of(alert.At) });
            await post.TellAsync(connection, alert);
            raised.Add(alert);
        }

        return raised;
    }

    /// <returns>Those that were open.</returns>
    public static async Task<IReadOnlyList<Alert>> EndAsync(DbConnection connection, AlertPost post, IEnumerable<AlertEnd> ends)
    {
        var closed = new List<Alert>();
        foreach (var end in ends)
        {
            var (kind, subject, mark) = (EnumWords.Of(end.Key.Kind), end.Key.Subject, end.Key.Mark);
            if (await connection.QuerySingleOrDefaultAsync<Open>(
                    "SELECT id AS Id, account_id AS AccountId, member_id AS MemberId, text AS Text, at AS At FROM alerts WHERE kind = @kind AND subject = @subject AND mark = @mark AND closed_at IS NULL",
                    new { kind, subject, mark }) is not { } open)
            {
                continue;
            }

            await connection.ExecuteAsync("UPDATE alerts SET closed_at = @now WHERE id = @Id", new { open.Id, now = UnixMicros.Of(post.Now) });
            var account = open.AccountId is null ? (Guid?)null : Guid.Parse(open.AccountId);
            var alert = new Alert
            {
                Id = Guid.Parse(open.Id),
                Key = end.Key,
                AccountId = account,
                MemberId = open.MemberId is null ? null : Guid.Parse(open.MemberId),
                Account = await EmailAsync(connection, account),
                Text = end.Text ?? open.Text,
                At = UnixMicros.ToTime(open.At),
                ClosedAt = post.Now,
            };
            if (end.Text is not null) await post.TellAsync(connection, alert);
            closed.Add(alert);
        }

        return closed;
    }

    private static async Task<string?> EmailAsync(DbConnection connection, Guid? account) => account is null
        ? null
        : await connection.ExecuteScalarAsync<string>("SELECT email FROM accounts WHERE id = @id", new { id = account.Value.ToString() });

    private sealed record Open
    {
        public string Id { get; init; } = "";

        public string? AccountId { get; init; }

        public string? MemberId { get; init; }

        public string Text { get; init; } = "";

        public long At { get; init; }
    }
}
