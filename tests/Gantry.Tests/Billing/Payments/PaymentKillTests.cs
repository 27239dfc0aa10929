using System.Net;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

/// <summary>
/// A real process is killed with signal 9 while the handler stands at a point of its transaction. It stands there because a trigger, which only
/// the test puts into the database, counts to a number that it never reaches.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class PaymentKillTests(ITestOutputHelper output)
{
    private const string Hang = "(SELECT COUNT(*) FROM numbers a, numbers b, numbers c, numbers d WHERE a.n + b.n + c.n + d.n < 0)";

    private static readonly (string Point, string Trigger)[] Points =
    [
        ("before the event is noted", "BEFORE INSERT ON payment_events"),
        ("after the event is noted", "AFTER INSERT ON payment_events"),
        ("after the order is paid", "AFTER UPDATE OF payment_id ON payment_orders"),
        ("after the ledger's entry", "AFTER INSERT ON ledger_transactions"),
        ("after the wallet's balance", "AFTER UPDATE OF available_nanos ON wallets"),
        ("after the outcome is noted, before the commit", "AFTER UPDATE OF outcome ON payment_events"),
    ];

    [Fact]
    public async Task P_8_Kill_9_at_six_points_of_the_handler_and_redelivery_is_one_credit()
    {
        await using var server = await PaymentServer.StartAsync();
        await server.SqlAsync("CREATE TABLE numbers (n BIGINT); WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000) INSERT INTO numbers SELECT n FROM c");
        var credits = 0;
        foreach (var (point, trigger) in Points)
        {
            var session = (await server.OrderAsync()).Pay();
            var body = StripeEvents.Completed(session, at: TimeProvider.System.GetUtcNow());
            await server.SqlAsync($"CREATE TRIGGER hang {trigger} BEGIN SELECT {Hang}; END");
            var delivery = server.DeliverAsync(body);
            await StandsAsync(server, delivery);
            await server.Process.KillAsync();
            Assert.Null(await delivery);
            await server.SqlAsync("DROP TRIGGER hang");
            Assert.Equal(credits, await CreditsAsync(server));

            await server.RestartAsync();
            Assert.Equal(HttpStatusCode.OK, await server.DeliverAsync(body));
            Assert.Equal(HttpStatusCode.OK, await server.DeliverAsync(body));
            Assert.Equal(++credits, await CreditsAsync(server));
            output.WriteLine($"killed {point}: one credit after redelivery");
        }

        // Committed, and killed before Stripe could hear so.
        var last = (await server.OrderAsync()).Pay();
        var again = StripeEvents.Completed(last, at: TimeProvider.System.GetUtcNow());
        var answer = server.DeliverAsync(again);
        while (await CreditsAsync(server) == credits) await Task.Delay(1);
        await server.Process.KillAsync();
        await answer;
        await server.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, await server.DeliverAsync(again));
        Assert.Equal(++credits, await CreditsAsync(server));

        Assert.Equal(7, credits);
        Assert.Equal([7_000 * PaymentRig.Cent], await PaymentRig.RowsAsync<long>(server.Database, "SELECT SUM(available_nanos) FROM wallets"));
        await server.Process.KillAsync();
        var (code, report) = await GantryProcess.RunOnAsync(server.Data, "ledger", "check");
        Assert.True(code == 0, report);
    }

    private static async Task<long> CreditsAsync(PaymentServer server) =>
        (await PaymentRig.RowsAsync<long>(server.Database, "SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'top_up'")).Single();

    // The server's one writer holds the database: nobody else can begin to write, for two whole seconds.
    private static async Task StandsAsync(PaymentServer server, Task delivery)
    {
        await using var connection = await TestStore.ConnectAsync(server.Database);
        for (var (busy, looks) = (0, 0); busy < 2; looks++)
        {
            Assert.False(delivery.IsCompleted, "the handler did not come to the point");
            Assert.InRange(looks, 0, 500);
            busy = await TestStore.CanWriteAsync(connection) ? 0 : busy + 1;
            await Task.Delay(20);
        }
    }

}
