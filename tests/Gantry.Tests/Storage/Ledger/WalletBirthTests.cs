using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage.Ledger;

public sealed class WalletBirthTests
{
    [Fact]
    public async Task Account_of_a_file_has_a_wallet_with_its_credit_once()
    {
        await using var rig = await LedgerRig.OpenAsync(0);
        var store = new CatalogStore(rig.Database, Sample.Chain);
        await Sample.ApplyAsync(store, Sample.Yaml);
        await Sample.ApplyAsync(store, Sample.Yaml.Replace("credit: 10.00", "credit: 20.00"));
        var account = Assert.Single((await store.LoadAsync(CancellationToken.None)).Accounts);
        Assert.Equal(10_000_000_000, (await rig.Ledger.BalanceAsync(account.Id, CancellationToken.None))!.Available.Nanos);
        Assert.Equal(-10_000_000_000, await rig.ScalarAsync<long>("SELECT amount_nanos FROM ledger_lines WHERE account = 'house:promo'"));
        Assert.Equal($"credit:{account.Id}:file", Assert.Single(await rig.Book.EntriesAsync(account.Id, 10, CancellationToken.None)).Id);
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task Database_of_before_the_ledger_gets_wallets_credits_and_sums()
    {
        var time = new FixedTime();
        await using var database = await TestStore.FreshAsync(time, upTo: 4);
        await using var rig = await LedgerRig.OpenOldAsync(database, time);
        await rig.SqlAsync(
            $"""
            INSERT INTO accounts (id, email, role, created_at, managed_by) VALUES ('{LedgerRig.Wallet()}', 'old@example.com', 'user', 5, 'file');
            INSERT INTO credit_grants VALUES ('{LedgerRig.Wallet()}', 'file', 700, 6), ('{LedgerRig.Wallet()}', 'environment', 30, 7);
            INSERT INTO usage_records VALUES
                ('req_1', 3600000001, 'k', '{LedgerRig.Wallet()}', 'g', 'm', 'sim', 'm', NULL, 'chat', 'chat', 0, 200, 'completed', NULL, NULL,
                    10, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 'reported', NULL, NULL, 1, 1, 1, 1, 1, NULL),
                ('req_2', 7199999999, 'k', '{LedgerRig.Wallet()}', 'g', 'm', 'sim', 'm', NULL, 'chat', 'chat', 0, 200, 'completed', NULL, NULL,
                    5, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 'reported', NULL, NULL, 1, 1, 1, 1, 1, NULL)
            """);
        for (var start = 0; start < 2; start++)
        {
            await new Migrator(TestStore.Steps, time).RunAsync(database, CancellationToken.None);
            await WalletBirth.CatchUpAsync(database, CancellationToken.None);
        }

        Assert.Equal((730, 0, 0), await rig.BalanceAsync());
        Assert.Equal(2, await rig.ScalarAsync<long>("SELECT requests FROM usage_hourly WHERE hour = 3600000000 AND uncached_input = 15 AND output = 7"));
        Assert.Empty(await rig.BrokenAsync());
    }
}
