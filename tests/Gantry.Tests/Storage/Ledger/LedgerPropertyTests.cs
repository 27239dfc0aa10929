using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;
using Xunit;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>Whatever comes in whatever order, the books add up.</summary>
public sealed class LedgerPropertyTests
{
    // Each step is a commit: on PostgreSQL a way there and back each.
    private static readonly int Schedules = TestStore.IsPostgres && !TestRun.IsLong ? 200 : 2_000;
    private const int SchedulesABook = 100;
    private const int Wallets = 3;

    [Fact]
    public async Task I_1_I_2_I_3_I_10_Random_schedules_keep_the_books_in_order()
    {
        for (var book = 0; book < Schedules / SchedulesABook; book++)
        {
            await using var rig = await LedgerRig.OpenAsync(Wallets);
            for (var i = 0; i < SchedulesABook; i++)
            {
                var seed = (book * SchedulesABook) + i;
                await RunAsync(rig, new Random(seed), seed);
                var broken = await rig.ScalarAsync<long>(
                    """
                    SELECT COUNT(*) FROM wallets w WHERE available_nanos < 0 OR reserved_nanos < 0 OR reserved_nanos <>
                        (SELECT COALESCE(SUM(remaining_nanos), 0) FROM allowances a WHERE a.wallet_id = w.id AND closed_at IS NULL)
                    """);
                Assert.True(broken == 0, $"seed {seed}");
            }

            Assert.Empty(await rig.Book.CheckAsync(CancellationToken.None));
        }
    }

    private static async Task RunAsync(LedgerRig rig, Random random, int seed)
    {
        // A schedule has a run of its own; what it leaves open the next one sweeps, late or never.
        var run = await rig.Ledger.BeginRunAsync(new NodeFacts("here"), CancellationToken.None);
        for (var step = 0; step < 12; step++)
        {
            var wallet = random.Next(Wallets);
            var allowance = (seed * Wallets) + wallet;
            switch (random.Next(10))
            {
                case 0 or 1:
                    await rig.PostAsync(random.Next(1, 2000), wallet: wallet);
                    break;
                case 2:
                    await rig.PostAsync(-random.Next(1, 2000), random.Next(2) == 0 ? LedgerKind.Adjust : LedgerKind.Chargeback, wallet);
                    break;
                case 3 or 4:
                    await rig.ReserveAsync(random.Next(1, 1000), random.Next(0, 200), wallet, allowance, run);
                    break;
                case 5:
                    await rig.Ledger.ReleaseAsync(LedgerRig.Allowance(allowance), new Money(random.Next(1, 500)), CancellationToken.None);
                    break;
                case 6:
                    await rig.Ledger.SweepAsync([run], CancellationToken.None);
                    break;
                case 7:
                    await rig.PostAsync(random.Next(1, 200), LedgerKind.Refund, wallet, requestId: $"req_{seed}_{random.Next(step + 1)}_0");
                    break;
                default:
                    await rig.SettleAsync([.. Enumerable.Range(0, random.Next(1, 5)).Select(i =>
                    {
                        var cost = random.Next(4) == 0 ? 0 : random.Next(1, 400);
                        var payer = random.Next(Wallets);

                        // Now and then one that is there already, or one whose allowance went long ago.
                        var id = random.Next(8) == 0 ? $"req_{seed}_{random.Next(step + 1)}_0" : $"req_{seed}_{step}_{i}";
                        return rig.Request(id, cost, random.Next(cost + 1), payer, random.Next(6) == 0 ? payer : (seed * Wallets) + payer, run, random.Next(1, 3));
                    })]);
                    break;
            }
        }
    }
}
