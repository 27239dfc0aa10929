using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dapper;
using Gantry.Announcements;
using Gantry.Audit;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Announcements in a database.</summary>
internal sealed class AnnouncementStore(IDatabase database, AuditChain chain, TimeProvider time) : IAnnouncements
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Select =
        """
        SELECT id AS Id, title AS Title, text AS Text, level AS Level, from_at AS FromAt, until_at AS UntilAt, group_name AS GroupName, version AS Version FROM announcements
        """;

    public Task<IReadOnlyList<Announcement>> ListAsync(CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<Announcement>)[.. (await connection.QueryAsync<Row>($"{Select} ORDER BY from_at DESC, id DESC")).Select(row => row.ToAnnouncement())],
        cancellation);

    public async Task<IReadOnlyList<Announcement>> CurrentAsync(IReadOnlyCollection<string> groups, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return [.. (await ListAsync(cancellation)).Where(announcement => announcement.Concerns(groups, now)).OrderByDescending(announcement => announcement.Level)];
    }

    public Task<Announcement?> FindAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(connection => FindAsync(connection, id), cancellation);

    public Task<Announcement?> SaveAsync(Announcement announcement, AuditNote note, CancellationToken cancellation)
    {
        if (announcement.Refuse() is { } reason) throw new ArgumentException(reason, nameof(announcement));
        return database.WriteAsync(connection => SaveAsync(connection, announcement, note), cancellation);
    }

    public Task<bool> DeleteAsync(Guid id, AuditNote note, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            if (await FindAsync(connection, id) is not { } before) return false;
            await connection.ExecuteAsync("DELETE FROM announcements WHERE id = @id", new { id = id.ToString() });
            await NoteAsync(connection, note, id, before, null);
            return true;
        },
        cancellation);

    private async Task<Announcement?> SaveAsync(DbConnection connection, Announcement announcement, AuditNote note)
    {
        var before = await FindAsync(connection, announcement.Id);
        if ((before?.Version ?? 0) != announcement.Version) return null;
        var after = announcement with { Version = announcement.Version + 1 };
        var row = Row.Of(after);
        var written = await connection.ExecuteAsync(
            before is null
                ? "INSERT INTO announcements (id, title, text, level, from_at, until_at, group_name, version) VALUES (@Id, @Title, @Text, @Level, @FromAt, @UntilAt, @GroupName, @Version)"
                : """
                  UPDATE announcements SET title = @Title, text = @Text, level = @Level, from_at = @FromAt, until_at = @UntilAt, group_name = @GroupName, version = @Version
                  WHERE id = @Id AND version = @Version - 1
                  """,
            row);
        if (written == 0) return null;
        await NoteAsync(connection, note, after.Id, before, after);
        return row.ToAnnouncement();
    }

    private Task NoteAsync(DbConnection connection, AuditNote note, Guid id, Announcement? before, Announcement? after) =>
        AuditRecords.AppendAsync(connection, chain, note, [new AuditChange($"announcement {id}", Text(before), Text(after))], time.GetUtcNow());

    private static string? Text(Announcement? announcement) => announcement is null ? null : JsonSerializer.Serialize(
        new Dictionary<string, string?>
        {
            ["title"] = announcement.Title,
            ["text"] = announcement.Text,
            ["level"] = EnumWords.Of(announcement.Level),
            ["from"] = announcement.From.ToString("O"),
            ["until"] = announcement.Until?.ToString("O"),
            ["group"] = announcement.Group,
        },
        Relaxed);

    private static async Task<Announcement?> FindAsync(DbConnection connection, Guid id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"{Select} WHERE id = @id", new { id = id.ToString() }))?.ToAnnouncement();

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Title { get; init; } = "";

        public string Text { get; init; } = "";

        public string Level { get; init; } = "";

        public long FromAt { get; init; }

        public long? UntilAt { get; init; }

        public string? GroupName { get; init; }

        public long Version { get; init; }

        public static Row Of(Announcement announcement) => new()
        {
            Id = announcement.Id.ToString(),
            Title = announcement.Title,
            Text = announcement.Text,
            Level = EnumWords.Of(announcement.Level),
            FromAt = UnixMicros.Of(announcement.From),
            UntilAt = UnixMicros.Of(announcement.Until),
            GroupName = announcement.Group,
            Version = announcement.Version,
        };

        public Announcement ToAnnouncement() => new()
        {
            Id = Guid.Parse(Id),
            Title = Title,
            Text = Text,
            Level = EnumWords.Parse<AnnouncementLevel>(Level),
            From = UnixMicros.ToTime(FromAt),
            Until = UnixMicros.ToTime(UntilAt),
            Group = GroupName,
            Version = Version,
        };
    }
}
