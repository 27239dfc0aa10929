using Dapper;
using Gantry.Storage;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Storage;

/// <summary>A store goes to PostgreSQL whole, or not at all (issue 9 §1).</summary>
public sealed class StoreCopyTests : IDisposable
{
    private static readonly FixedTime Time = new();

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Store_full_of_everything_arrives_row_by_row()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var source = await FullAsync();
        await using var target = await PostgresDatabase.ConnectAsync(await PostgresCluster.NewDatabaseAsync(template: null), cancellation);
        var copied = await new StoreCopy(source, target, Time).RunAsync(cancellation);

        Assert.Contains(copied, table => table is { Name: "usage_records", Rows: > 2000, Mended: 1 });
        Assert.Contains(copied, table => table is { Name: "ledger_lines", Rows: > 50 });
        foreach (var table in copied)
        {
            Assert.Equal(table.Rows, await target.ReadAsync(c => c.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table.Name}"), cancellation));
            if (table.Name == "usage_records") continue;
            Assert.Equal((await LinesAsync(source, table.Name)).Select(line => line.Replace('\0', '\uFFFD')).Order(StringComparer.Ordinal), await LinesAsync(target, table.Name));
        }

        var (before, after) = (await new CatalogStore(source, Sample.Chain).LoadAsync(cancellation), await new CatalogStore(target, Sample.Chain).LoadAsync(cancellation));
        Assert.Equal(before.All().Select(row => $"{row.Key} {string.Join(' ', row.Facts())}"), after.All().Select(row => $"{row.Key} {string.Join(' ', row.Facts())}"));
        // It goes on from where it was: triggers and checks are on.
        await using var rig = await LedgerRig.OpenOldAsync(target, Time);
        await rig.PostAsync(77, wallet: 1);
        await target.WriteAsync(c => c.ExecuteAsync("DELETE FROM usage_hourly"), cancellation);
        Assert.Equal(0, await target.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM usage_daily"), cancellation));
    }

    [Fact]
    public async Task Target_that_is_not_empty_is_refused()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var source = await SqliteDatabase.OpenAsync(_folder.File("gantry.db"), Time, cancellation);
        await using var target = await PostgresDatabase.ConnectAsync(await PostgresCluster.NewDatabaseAsync(), cancellation);
        var refused = await Assert.ThrowsAsync<DatabaseException>(() => new StoreCopy(source, target, Time).RunAsync(cancellation));
        Assert.Contains("has tables already", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_that_PostgreSQL_does_not_take_leaves_the_target_empty()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var source = await FullAsync();
        await source.WriteAsync(c => c.ExecuteAsync("UPDATE usage_records SET status = 'many' WHERE request_id = 'req_1'"), cancellation);
        await using var target = await PostgresDatabase.ConnectAsync(await PostgresCluster.NewDatabaseAsync(template: null), cancellation);
        await Assert.ThrowsAnyAsync<Exception>(() => new StoreCopy(source, target, Time).RunAsync(cancellation));
        Assert.False(await target.HasTableAsync("usage_records", cancellation));
    }

    private async Task<SqliteDatabase> FullAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = await SqliteDatabase.OpenAsync(_folder.File("gantry.db"), Time, cancellation);
        await Sample.ApplyAsync(new CatalogStore(database, Sample.Chain), Sample.Yaml + "\nplans: [{name: pro, amount: 20, period: week, overflow: refuse}]\n" + Sample.Team);
        await MillionUsage.FillAsync(database, 2000, cancellation);
        var rig = await LedgerRig.OpenAsync(5, database);
        for (var wallet = 0; wallet < 5; wallet++)
        {
            await rig.PostAsync(1_000_000, wallet: wallet);
            await rig.ReserveAsync(500_000, wallet: wallet);
        }

        var random = new Random(9);
        await rig.SettleAsync([.. Enumerable.Range(0, 40).Select(i => rig.Request($"req_{i}", random.Next(1, 9000), wallet: i % 5) with { Model = i == 7 ? "a\0b" : "m" })]);
        return database;
    }

    private static async Task<string[]> LinesAsync(IDatabase database, string table) => [.. (await database.ReadAsync(
        async c => (await c.QueryAsync($"SELECT * FROM {table}")).Select(row => string.Join('|', ((IDictionary<string, object?>)row).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => v.Value is byte[] bytes ? Convert.ToHexString(bytes) : $"{v.Value}"))).ToArray(),
        CancellationToken.None)).Order(StringComparer.Ordinal)];
}
