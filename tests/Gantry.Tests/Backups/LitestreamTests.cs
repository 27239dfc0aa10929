using Dapper;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Backups;

/// <summary>What docs/guide/backup.md promises to who copies the file of SQLite page by page as it is written. Litestream itself is in no package of the distribution.</summary>
public sealed class LitestreamTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_is_kept_as_a_copier_of_its_log_wants_it()
    {
        await using var database = await SqliteDatabase.OpenAsync(_folder.File("gantry.db"), TimeProvider.System, TestContext.Current.CancellationToken);

        var kept = await database.WriteAsync(
            async connection => new[]
            {
                await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode"),
                await connection.ExecuteScalarAsync<string>("PRAGMA synchronous"),
                await connection.ExecuteScalarAsync<string>("PRAGMA wal_autocheckpoint"),
                await connection.ExecuteScalarAsync<string>("PRAGMA auto_vacuum"),
            },
            TestContext.Current.CancellationToken);

        Assert.Equal("wal 2 1000 0", string.Join(" ", kept));
    }

    [Fact]
    public async Task Copier_that_holds_a_read_open_keeps_no_writer_waiting_and_its_file_and_log_are_a_whole_store()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (file, copy) = (_folder.File("gantry.db"), _folder.File("copy.db"));
        await using (var database = await SqliteDatabase.OpenAsync(file, TimeProvider.System, cancellation))
        {
            // As it does to keep checkpoints from starting the log anew.
            await using var reader = new SqliteConnection($"Data Source={file};Pooling=False");
            await reader.OpenAsync(cancellation);
            await using var held = reader.BeginTransaction(deferred: true);
            await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM accounts");
            for (var number = 0; number < 50; number++)
                await database.WriteAsync(c => c.ExecuteAsync("INSERT INTO settings (name, value, managed_by) VALUES (@name, '1', 'file')", new { name = $"s{number}" }), cancellation);

            File.Copy(file, copy);
            File.Copy(file + "-wal", copy + "-wal");
        }

        await using var restored = await SqliteDatabase.OpenAsync(copy, TimeProvider.System, cancellation);
        Assert.Equal(50, await restored.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM settings WHERE name LIKE 's%'"), cancellation));
        Assert.Equal("ok", await restored.ReadAsync(c => c.ExecuteScalarAsync<string>("PRAGMA integrity_check"), cancellation));
    }
}
