using System.Net;
using Gantry.Billing;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>Nothing of what was served is lost on the way to the books (reliability D-1, D-2).</summary>
[Collection(AloneCollection.Name)]
public sealed class PipelineTests
{
    private const string Model = "sim-text-n1-usage-in100-out10";

    [Fact]
    public async Task D_1_As_many_records_and_settlements_as_requests()
    {
        await using var bank = await Bank.OpenAsync("100.00", "input: 3, output: 15", [Model]);

        await ServeAsync(bank, 3_000);

        Assert.Equal(3_000, (await bank.ChargesAsync(3_000)).Count);
        Assert.Equal([3_000], await bank.RowsAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'settle'"));
        var (available, reserved) = await bank.BalanceAsync();
        Assert.Equal(100_000_000_000 - (3_000L * 450_000), available + reserved);
    }

    [Fact]
    public async Task D_2_Database_that_another_process_holds_for_seconds_loses_nothing()
    {
        await using var bank = await Bank.OpenAsync("100.00", "input: 3, output: 15", [Model]);
        await ServeAsync(bank, 50);
        await bank.ChargesAsync(50);

        Task serving;
        await using (await TestStore.HoldAsync(bank.Gateway.Database))
        {
            // Longer than the engine waits for its turn: commits fail and have to come again.
            serving = ServeAsync(bank, 500);
            await Task.Delay(TimeSpan.FromSeconds(7), TestContext.Current.CancellationToken);
        }

        await serving;

        var charges = await bank.ChargesAsync(550);
        Assert.All(charges, charge => Assert.Equal(450_000, charge.ChargedNanos));
        Assert.Equal(0, bank.Gateway.Host.Services.GetRequiredService<UsageWriter>().Running);
        Assert.Equal([550], await bank.RowsAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'settle'"));
    }

    private static async Task ServeAsync(Bank bank, int count)
    {
        using var turns = new SemaphoreSlim(32);
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            await turns.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                using var answer = await bank.ChatAsync(Model, stream: false);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
            finally
            {
                turns.Release();
            }
        }));
    }
}
