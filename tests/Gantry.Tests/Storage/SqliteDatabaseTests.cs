using System.Collections.Concurrent;
using System.Data;
using Dapper;
using Gantry.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string DatabasePath => _folder.File("gantry.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Settings_are_those_of_money()
    {
        await using var database = await OpenAsync();
        var settings = await database.WriteAsync(
            async c => ((string)(await c.ExecuteScalarAsync("PRAGMA journal_mode"))!, await Number(c, "synchronous"), await Number(c, "foreign_keys")),
            CancellationToken.None);
        Assert.Equal(("wal", 2L, 1L), settings);

        static Task<long> Number(System.Data.Common.DbConnection c, string pragma) => c.ExecuteScalarAsync<long>($"PRAGMA {pragma}");
    }

    [Fact]
    public async Task Neither_reads_nor_writes_keep_a_thread_of_the_pool()
    {
        await using var database = await OpenAsync();
        Assert.False(await database.WriteAsync(IsOnPoolAsync, CancellationToken.None));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => database.ReadAsync(IsOnPoolAsync, CancellationToken.None))), Assert.False);

        static async Task<bool> IsOnPoolAsync(System.Data.Common.DbConnection connection)
        {
            await connection.ExecuteScalarAsync("SELECT 1");
            return Thread.CurrentThread.IsThreadPoolThread;
        }
    }

    [Fact]
    public async Task Writer_comes_in_between_two_commits_of_another_process()
    {
        const int Writes = 10;
        await using var database = await OpenAsync();
        await using var other = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        var (commits, isEnough) = (0, false);
        var committing = Task.Run(
            async () =>
            {
                // A server on a slow disk: the file is free for a short time after each commit.
                for (; !Volatile.Read(ref isEnough); commits++)
                {
                    await using (var transaction = other.BeginTransaction(deferred: false))
                    {
                        await Task.Delay(25);
                        await transaction.CommitAsync();
                    }

                    await Task.Delay(4);
                }
            },
            CancellationToken.None);
        for (var write = 0; write < Writes; write++) await InsertAsync(database, $"between-{write}");
        Volatile.Write(ref isEnough, true);
        await committing;
        // Asking ten times a second would take some thirty for each.
        Assert.InRange(commits, 1, 10 * Writes);
    }

    [Fact]
    public async Task Writer_waits_for_another_process_and_gives_up_in_the_end()
    {
        await using var database = await OpenAsync();
        await using var other = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        Task waiting;
        await using (other.BeginTransaction(deferred: false))
        {
            waiting = InsertAsync(database, "late");
            await Task.Delay(1500, TestContext.Current.CancellationToken);
            Assert.False(waiting.IsCompleted);
        }

        await waiting;
        await using (other.BeginTransaction(deferred: false))
        {
            var locked = await Assert.ThrowsAsync<SqliteException>(() => InsertAsync(database, "never"));
            Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, locked.SqliteErrorCode);
        }
    }

    [Fact]
    public async Task Readers_cannot_write()
    {
        await using var database = await OpenAsync();
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(
            () => database.ReadAsync(c => c.ExecuteAsync("DELETE FROM settings"), CancellationToken.None));
    }

    [Fact]
    public async Task S_33_Cancelled_read_ends_its_statement_and_the_next_is_not_disturbed()
    {
        await using var database = await OpenAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(
            () => database.ReadAsync(c => c.ExecuteScalarAsync<long>("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"), patience.Token),
            CancellationToken.None));
        Assert.Equal(7, await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT 7"), CancellationToken.None));
    }

    [Fact]
    public async Task Readers_see_one_moment()
    {
        await using var database = await OpenAsync();
        var counts = await database.ReadAsync(
            async c =>
            {
                var before = await c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM settings");
                await InsertAsync(database, "while-reading");
                return (before, await c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM settings"));
            },
            CancellationToken.None);
        Assert.Equal((0L, 0L), counts);
    }

    [Fact]
    public async Task No_two_readers_are_in_one_connection()
    {
        const int Readers = 8;
        await (await OpenAsync()).DisposeAsync();
        for (var round = 0; round < 50; round++)
        {
            // New each time: connections are lent before any has come back, as at a server's first requests.
            await using var database = await SqliteDatabase.ConnectAsync(DatabasePath, CancellationToken.None);
            using var together = new Barrier(Readers);
            var handles = new ConcurrentBag<nint>();
            var threads = Enumerable.Range(0, Readers).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
                    return database.ReadAsync(
                        async c =>
                        {
                            handles.Add(((SqliteConnection)c).Handle!.DangerousGetHandle());
                            // Those that failed are not waited for: they say why below.
                            together.SignalAndWait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
                            return await c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM settings");
                        },
                        CancellationToken.None);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap());
            await Task.WhenAll(threads);
            Assert.Equal(Readers, handles.Distinct().Count());
        }
    }

    [Fact]
    public async Task Reader_that_failed_is_not_lent_again()
    {
        await using var database = await OpenAsync();
        var failed = default(SqliteConnection);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.ReadAsync<int>(
            c =>
            {
                failed = (SqliteConnection)c;
                throw new InvalidOperationException("in the middle");
            },
            CancellationToken.None));

        Assert.Equal(ConnectionState.Closed, failed!.State);
        var next = await database.ReadAsync(c => Task.FromResult((SqliteConnection)c), CancellationToken.None);
        Assert.NotSame(failed, next);
        Assert.Same(next, await database.ReadAsync(c => Task.FromResult((SqliteConnection)c), CancellationToken.None));
    }

    [Fact]
    public async Task Reader_that_outlives_the_database_reads_on_and_leaves_no_connection()
    {
        var database = await OpenAsync();
        var read = await database.ReadAsync(
            async c =>
            {
                await database.DisposeAsync();
                Assert.Equal(0, await c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM settings"));
                return (SqliteConnection)c;
            },
            CancellationToken.None);

        Assert.Equal(ConnectionState.Closed, read.State);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.ReadAsync(c => Task.FromResult(c), CancellationToken.None));
    }

    [Fact]
    public async Task Writes_that_gather_share_a_commit()
    {
        await using var database = await OpenAsync();
        var before = database.Commits;
        await Task.WhenAll(Enumerable.Range(0, 640).Select(i => InsertAsync(database, $"s{i}")));
        Assert.InRange(database.Commits - before, 10, 64);
    }

    [Fact]
    public async Task What_was_acknowledged_survives_a_kill()
    {
        await using var database = await OpenAsync();
        for (var i = 0; i < 50; i++) await InsertAsync(database, $"s{i}");
        // The files as they lie are what a killed process leaves: nothing was closed, nothing checkpointed.
        foreach (var file in (string[])["gantry.db", "gantry.db-wal"]) File.Copy(_folder.File(file), _folder.File("killed" + file[6..]));
        await using var reopened = await SqliteDatabase.OpenAsync(_folder.File("killed.db"), new FixedTime(), CancellationToken.None);
        Assert.Equal(50, await CountAsync(reopened));
        Assert.Equal("ok", await reopened.ReadAsync(c => c.ExecuteScalarAsync<string>("PRAGMA integrity_check"), CancellationToken.None));
    }

    [Fact]
    public async Task Closed_database_is_one_file_and_opens_again()
    {
        await using (var database = await OpenAsync()) await InsertAsync(database, "kept");
        Assert.Equal([DatabasePath], Directory.GetFiles(_folder.Path));
        await using var again = await OpenAsync();
        Assert.Equal(1, await CountAsync(again));
    }

    [Fact]
    public async Task Two_that_open_a_new_file_at_once_both_can()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await Task.Yield();
            return await OpenAsync();
        }));
        await Task.WhenAll(opened.SelectMany((d, i) => Enumerable.Range(0, 25).Select(j => InsertAsync(d, $"{i}-{j}"))));
        Assert.Equal(100, await CountAsync(opened[0]));
        foreach (var database in opened) await database.DisposeAsync();
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused_with_a_sentence()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('x', 5000));
        var refused = await Assert.ThrowsAsync<DatabaseException>(OpenAsync);
        Assert.Contains("cannot be opened", refused.Message);
    }

    private static Task<int> InsertAsync(SqliteDatabase database, string name) => database.WriteAsync(
        c => c.ExecuteAsync("INSERT INTO settings (name, value, managed_by) VALUES (@name, '', 'hand')", new { name }), CancellationToken.None);

    private static Task<long> CountAsync(SqliteDatabase database) =>
        database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM settings"), CancellationToken.None);

    private Task<SqliteDatabase> OpenAsync() => SqliteDatabase.OpenAsync(DatabasePath, new FixedTime(), CancellationToken.None);
}
