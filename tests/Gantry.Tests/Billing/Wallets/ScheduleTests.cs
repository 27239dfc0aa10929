using Gantry.Billing;
using Gantry.Billing.Ledger;
using Gantry.Tests.Storage;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>R-65: any interleaving of holds, extensions, settlements, refunds, releases and crashes keeps the invariants of the ledger.</summary>
public sealed class ScheduleTests(ITestOutputHelper output)
{
    [Fact]
    public void R_65_Any_interleaving_over_a_model_of_the_ledger_keeps_the_invariants()
    {
        var schedules = TestRun.IsLong ? 100_000 : 5_000;
        for (var seed = 1; seed <= schedules; seed++)
        {
            var model = new ModelLedger();
            var random = new Random(-seed);
            Guid[] wallets = [LedgerRig.Wallet(), LedgerRig.Wallet(1)];
            foreach (var wallet in wallets) model.Open(wallet, random.NextInt64(4_000_000_000));
            Schedule.Play(seed, model, model, model, wallets, new FixedTime());
        }

        output.WriteLine($"{schedules} schedules");
    }

    [Fact]
    public async Task R_65_Any_interleaving_over_the_real_ledger_keeps_the_invariants()
    {
        const int PerDatabase = 50;
        var databases = TestRun.IsLong ? 20 : 2;
        for (var number = 0; number < databases; number++)
        {
            await using var rig = await LedgerRig.OpenAsync(2 * PerDatabase);
            for (var i = 0; i < PerDatabase; i++)
            {
                var seed = 1 + (number * PerDatabase) + i;
                var random = new Random(-seed);
                for (var wallet = 2 * i; wallet < 2 * i + 2; wallet++) await rig.PostAsync(1 + random.NextInt64(4_000_000_000), wallet: wallet);
                Guid[] wallets = [LedgerRig.Wallet(2 * i), LedgerRig.Wallet(2 * i + 1)];
                Schedule.Play(seed, Prompt<ILedgerStore>.Of(rig.Ledger), Prompt<IUsageStore>.Of(rig.Usage), Prompt<IBooks>.Of(new StoredBooks(rig, wallets)), wallets, rig.Time, checkEvery: 6);
            }

            Assert.Empty(await new Gantry.Storage.LedgerBook(rig.Database, rig.Time).CheckAsync(TestContext.Current.CancellationToken));
        }

        output.WriteLine($"{databases * PerDatabase} schedules");
    }
}
