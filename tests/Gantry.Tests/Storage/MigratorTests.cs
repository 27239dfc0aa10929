using Dapper;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage;

public sealed class MigratorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Steps_have_numbers_of_their_own_and_rise()
    {
        var numbers = Migration.All.Select(m => m.Number).ToArray();
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.Equal(1, numbers[0]);
    }

    [Fact]
    public void Checksum_does_not_depend_on_line_ends() =>
        Assert.Equal(new Migration(1, "a", "x\ny").Checksum, new Migration(1, "a", "x\r\ny").Checksum);

    [Fact]
    public async Task Opening_again_applies_nothing()
    {
        await using (await OpenAsync())
        {
        }

        await using var database = await OpenAsync();
        var recorded = await database.ReadAsync(c => c.QueryAsync<long>("SELECT number FROM schema_migrations ORDER BY number"), CancellationToken.None);
        Assert.Equal(Migration.All.Select(m => (long)m.Number), recorded);
    }

    [Fact]
    public async Task Database_of_a_newer_version_is_refused_and_left_alone()
    {
        await ChangeAsync("INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (99, 'future', 'x', 0)");
        var refused = await Assert.ThrowsAsync<DatabaseException>(OpenAsync);
        Assert.Contains("schema 99", refused.Message);
    }

    [Fact]
    public async Task Step_that_reads_differently_is_refused()
    {
        await ChangeAsync("UPDATE schema_migrations SET checksum = 'other' WHERE number = 1");
        var refused = await Assert.ThrowsAsync<DatabaseException>(OpenAsync);
        Assert.Contains("Schema step 1", refused.Message);
    }

    [Fact]
    public async Task Step_that_fails_leaves_nothing_of_itself()
    {
        await using var database = await OpenAsync();
        var broken = Migration.All.Add(new Migration(Migration.All[^1].Number + 1, "broken", "CREATE TABLE half (id BIGINT); INSERT INTO nowhere VALUES (1);"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => new Migrator(broken, new FixedTime()).RunAsync(database, CancellationToken.None));
        Assert.Equal(0, await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'half'"), CancellationToken.None));
    }

    [Fact]
    public async Task New_database_is_made_in_one_transaction()
    {
        await using var database = await SqliteDatabase.ConnectAsync(_folder.File("gantry.db"), CancellationToken.None);
        var before = database.Commits;
        await new Migrator(Migration.All, new FixedTime()).RunAsync(database, CancellationToken.None);
        Assert.Equal(1, database.Commits - before);

        await using var other = await SqliteDatabase.ConnectAsync(_folder.File("other.db"), CancellationToken.None);
        var broken = Migration.All.Add(new Migration(Migration.All[^1].Number + 1, "broken", "INSERT INTO nowhere VALUES (1)"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => new Migrator(broken, new FixedTime()).RunAsync(other, CancellationToken.None));
        Assert.Equal(0, await other.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM sqlite_master"), CancellationToken.None));
    }

    [Fact]
    public async Task Step_of_a_database_that_has_the_ones_before_has_a_transaction_of_its_own()
    {
        await using var database = await SqliteDatabase.ConnectAsync(_folder.File("gantry.db"), CancellationToken.None);
        await new Migrator([.. Migration.All.SkipLast(2)], new FixedTime()).RunAsync(database, CancellationToken.None);
        var before = database.Commits;
        await new Migrator(Migration.All, new FixedTime()).RunAsync(database, CancellationToken.None);
        Assert.Equal(2, database.Commits - before);
    }

    private async Task ChangeAsync(string sql)
    {
        await using var database = await OpenAsync();
        await database.WriteAsync(c => c.ExecuteAsync(sql), CancellationToken.None);
    }

    private Task<SqliteDatabase> OpenAsync() => SqliteDatabase.OpenAsync(_folder.File("gantry.db"), new FixedTime(), CancellationToken.None);
}
