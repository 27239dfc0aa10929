using System.Data.Common;
using System.Globalization;
using Dapper;
using Gantry.Audit;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage;

/// <summary>Whoever changes the audit log is found out (reliability S-42).</summary>
public sealed class AuditStoreTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FixedTime _time = new();
    private IDatabase _database = null!;

    private AuditStore Log => new(_database, Sample.Chain, _time);

    public async ValueTask InitializeAsync() => _database = await TestStore.OpenAsync(_folder.File("gantry.db"), _time, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    public static TheoryData<string, long> Attacks() => new()
    {
        { "UPDATE audit_log SET at = at + 1 WHERE seq = 4", 4 },
        { "UPDATE audit_log SET at = CAST(at AS TEXT) || 'x' WHERE seq = 4", 4 },
        { "UPDATE audit_log SET actor = 'B' || substr(actor, 2) WHERE seq = 4", 4 },
        { "UPDATE audit_log SET actor_id = upper(actor_id) WHERE seq = 4", 4 },
        { "UPDATE audit_log SET actor_id = 'x' WHERE seq = 4", 4 },
        { "UPDATE audit_log SET actor_id = NULL WHERE seq = 4", 4 },
        { "UPDATE audit_log SET address = '127.0.0.2' WHERE seq = 4", 4 },
        { "UPDATE audit_log SET address = NULL WHERE seq = 4", 4 },
        { "UPDATE audit_log SET action = action || '.' WHERE seq = 4", 4 },
        { "UPDATE audit_log SET request_id = request_id || '0' WHERE seq = 4", 4 },
        { "UPDATE audit_log SET target = substr(target, 2) WHERE seq = 4", 4 },
        { "UPDATE audit_log SET before_text = replace(before_text, '1', '2') WHERE seq = 4", 4 },
        { "UPDATE audit_log SET before_text = NULL WHERE seq = 4", 4 },
        { "UPDATE audit_log SET after_text = replace(after_text, '}', ' }') WHERE seq = 4", 4 },
        { "UPDATE audit_log SET chain = 'f' || substr(chain, 2) WHERE seq = 4", 4 },
        { "UPDATE audit_log SET seq = 99 WHERE seq = 4", 4 },
        { "UPDATE audit_log SET seq = 'x' WHERE seq = 4", 4 },
        { "DELETE FROM audit_log WHERE seq = 4", 4 },
        { "DELETE FROM audit_log WHERE seq = 1", 1 },
        { "DELETE FROM audit_log WHERE seq > 7", 8 },
        { "DELETE FROM audit_log", 1 },
        { "INSERT INTO audit_log SELECT 11, at, actor, actor_id, address, action, request_id, target, before_text, after_text, chain FROM audit_log WHERE seq = 10", 11 },
        { "UPDATE audit_log SET seq = CASE seq WHEN 4 THEN -5 WHEN 5 THEN -4 END WHERE seq IN (4, 5); UPDATE audit_log SET seq = -seq WHERE seq < 0", 4 },
        // Who knows how the head and the anchor work, but not the pepper.
        { "DELETE FROM audit_log WHERE seq > 7; UPDATE audit_head SET seq = 7, chain = (SELECT chain FROM audit_log WHERE seq = 7)", 8 },
        { "UPDATE audit_anchor SET seq = 3, chain = (SELECT chain FROM audit_log WHERE seq = 3); DELETE FROM audit_log WHERE seq <= 3", 4 },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task S_42_Row_that_was_changed_is_named(string attack, long named)
    {
        if (attack.Contains("'x'", StringComparison.Ordinal)) TestStore.NeedsSqlite("a column of numbers takes no text.");
        await WriteAsync(10);
        Assert.Equal((10L, null), await CheckAsync());
        await ExecuteAsync(attack);
        var check = await Log.VerifyAsync(null, CancellationToken.None);
        Assert.Equal(named, check.BrokenAt);
        Assert.StartsWith($"Row {named}: ", check.Reason);
    }

    [Fact]
    public async Task S_42_Every_byte_of_a_row_counts()
    {
        await WriteAsync(3);
        await using var connection = await ConnectAsync();
        foreach (var column in new[] { "actor", "actor_id", "address", "action", "request_id", "target", "before_text", "after_text", "chain" })
        {
            var text = (await connection.ExecuteScalarAsync<string>($"SELECT {column} FROM audit_log WHERE seq = 2"))!;
            for (var i = 0; i < text.Length; i++)
            {
                var changed = text[..i] + (char)(text[i] ^ 1) + text[(i + 1)..];
                await connection.ExecuteAsync($"UPDATE audit_log SET {column} = @changed WHERE seq = 2", new { changed });
                Assert.Equal(2, (await Log.VerifyAsync(null, CancellationToken.None)).BrokenAt);
            }

            await connection.ExecuteAsync($"UPDATE audit_log SET {column} = @text WHERE seq = 2", new { text });
            Assert.Null((await Log.VerifyAsync(null, CancellationToken.None)).BrokenAt);
        }
    }

    [Fact]
    public async Task S_42_Log_that_was_set_back_to_an_older_copy_misses_the_head_that_was_noted()
    {
        TestStore.NeedsSqlite("the copy is made with VACUUM INTO; what finds it out knows no engine.");
        await WriteAsync(5);
        var noted = (await Log.VerifyAsync(null, CancellationToken.None)).Head!;
        Assert.Equal(noted, AuditMark.Parse(noted.ToString()));
        await using (var connection = await ConnectAsync()) await connection.ExecuteAsync($"VACUUM INTO '{_folder.File("copy.db")}'");
        await WriteAsync(5);
        var later = (await Log.VerifyAsync(noted, CancellationToken.None)).Head!;
        Assert.Equal(10, later.Sequence);
        await using var older = await TestStore.OpenAsync(_folder.File("copy.db"), _time, CancellationToken.None);
        var check = await new AuditStore(older, Sample.Chain, _time).VerifyAsync(later, CancellationToken.None);
        Assert.Equal(6, check.BrokenAt);
    }

    [Fact]
    public async Task S_42_Hundred_at_once_leave_no_gap()
    {
        await using var other = await TestStore.OpenAsync(_folder.File("gantry.db"), _time, CancellationToken.None);
        var logs = new[] { Log, new AuditStore(other, Sample.Chain, _time) };
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => logs[i % 2].AppendAsync(Note(i), [new AuditChange($"group {i}")], CancellationToken.None)));
        Assert.Equal((100L, null), await CheckAsync());
        var rows = await Log.ReadAsync(new AuditQuery { Limit = 1000 }, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 100).Reverse().Select(i => (long)i), rows.Select(row => row.Sequence));
        Assert.Equal(100, rows.Select(row => row.Change.Target).Distinct().Count());
    }

    [Fact]
    public async Task S_42_Old_rows_go_and_the_chain_still_holds()
    {
        await WriteAsync(700);
        _time.Now += TimeSpan.FromDays(100);
        await WriteAsync(20);
        _time.Now += TimeSpan.FromDays(350);
        await Assert.ThrowsAsync<ArgumentException>(() => Log.DropAsync(_time.Now.AddDays(-399), CancellationToken.None));
        Assert.Equal(700, await Log.DropAsync(_time.Now.AddDays(-400), CancellationToken.None));
        var check = await Log.VerifyAsync(null, CancellationToken.None);
        // Twenty that stay, and what the gateway notes of its two writes.
        Assert.Equal((701, 22L, null), (check.First, check.Rows, check.BrokenAt));
        var newest = (await Log.ReadAsync(new AuditQuery { Limit = 1 }, CancellationToken.None))[0];
        Assert.Equal((AuditNote.Gateway, "audit.drop", "rows 501 to 700"), (newest.Note.Actor, newest.Note.Action, newest.Change.Target));
        await WriteAsync(1);
        Assert.Equal((23L, null), await CheckAsync());
        Assert.Equal(0, await Log.DropAsync(_time.Now.AddDays(-400), CancellationToken.None));
        await ExecuteAsync("DELETE FROM audit_log WHERE seq = 701");
        Assert.Equal(701, (await Log.VerifyAsync(null, CancellationToken.None)).BrokenAt);
    }

    [Fact]
    public async Task S_42_Rows_that_were_changed_are_not_dropped()
    {
        await WriteAsync(5);
        await ExecuteAsync("UPDATE audit_log SET actor = 'nobody' WHERE seq = 3");
        _time.Now += TimeSpan.FromDays(500);
        await Assert.ThrowsAsync<AuditBrokenException>(() => Log.DropAsync(_time.Now.AddDays(-400), CancellationToken.None));
        Assert.Equal(5, (await Log.ReadAsync(new AuditQuery(), CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Rows_of_a_time_are_exported_oldest_first()
    {
        await WriteAsync(3);
        var from = _time.Now += TimeSpan.FromDays(1);
        await WriteAsync(1500);
        var rows = new List<AuditEntry>();
        await foreach (var row in Log.ExportAsync(from, null, CancellationToken.None)) rows.Add(row);
        Assert.Equal(Enumerable.Range(4, 1500).Select(i => (long)i), rows.Select(row => row.Sequence));
    }

    private static AuditNote Note(int i) => new()
    {
        Actor = "Ann@example.com",
        ActorId = new Guid("01980000-0000-7000-8000-00000000abcd"),
        Address = "127.0.0.1",
        Action = "group.change",
        RequestId = $"req_{i}",
    };

    private async Task WriteAsync(int count)
    {
        var changes = Enumerable.Range(0, count).Select(i => new AuditChange($"group {i.ToString(CultureInfo.InvariantCulture)}", "{\"multiplier\":\"1\"}", "{\"multiplier\":\"3\"}"));
        await Log.AppendAsync(Note(0), [.. changes], CancellationToken.None);
    }

    private async Task<(long, long?)> CheckAsync()
    {
        var check = await Log.VerifyAsync(null, CancellationToken.None);
        return (check.Rows, check.BrokenAt);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        Assert.True(await connection.ExecuteAsync(sql) > 0);
    }

    private Task<DbConnection> ConnectAsync() => TestStore.ConnectAsync(_folder.File("gantry.db"));
}
