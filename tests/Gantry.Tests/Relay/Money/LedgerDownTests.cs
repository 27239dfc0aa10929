using System.Net;
using Gantry.Billing;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>Where the database cannot be asked, nothing is sent that nothing is set aside for (reliability R-14).</summary>
[Collection(AloneCollection.Name)]
public sealed class LedgerDownTests
{
    [Fact]
    public async Task Request_that_needs_a_database_which_another_process_holds_is_told_so_and_nothing_is_sent()
    {
        await using var bank = await Bank.OpenAsync("10.00", "input: 3, output: 15", ["sim-text"]);
        // The start looks after what former processes have left, and needs the database for it.
        await bank.Gateway.Host.Services.GetRequiredService<UsageWriter>().Recovered.WaitAsync(TestContext.Current.CancellationToken);
        var other = await TestStore.HoldAsync(bank.Gateway.Database);

        using var refused = await bank.ChatAsync("sim-text", stream: true);
        await other.DisposeAsync();
        using var served = await bank.ChatAsync("sim-text", stream: true);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("ledger_unavailable", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Single(bank.Simulator.Record.Exchanges);
    }
}
