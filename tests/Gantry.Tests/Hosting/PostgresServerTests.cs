using System.Net;
using Gantry.Billing;
using Gantry.Billing.Ledger;
using Gantry.Nodes;
using Gantry.Storage;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>Servers on PostgreSQL: their places, and one through an outage of it (issue 9 §1).</summary>
[Collection(AloneCollection.Name)]
public sealed class PostgresServerTests
{
    private const string Model = "sim-text-n1-usage-in100-out10";
    private const string Slow = "sim-text-n400-i20-usage-in100-out10";

    [Fact]
    public async Task Servers_share_the_database_but_two_with_the_identity_of_one_folder_do_not()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var name = await PostgresCluster.NewDatabaseAsync();
        await using var first = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await first.ClaimAsync("one", cancellation);
        await BeginAsync(first, "one");
        await using (var second = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation)) await second.ClaimAsync("two", cancellation);
        await using var copy = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        var refused = await Assert.ThrowsAsync<DatabaseException>(() => copy.ClaimAsync("one", cancellation));
        Assert.Contains($"/{Environment.ProcessId}/", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'instance'", refused.Message, StringComparison.Ordinal);
        await first.RenewClaimAsync(cancellation);
    }

    [Fact]
    public async Task Command_that_must_be_alone_is_refused_beside_a_server_and_keeps_servers_away()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var name = await PostgresCluster.NewDatabaseAsync();
        await using var command = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await using (var server = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation))
        {
            await server.ClaimAsync("one", cancellation);
            var beside = await Assert.ThrowsAsync<DatabaseException>(() => command.ClaimAsync(null, cancellation));
            Assert.Contains($"/{Environment.ProcessId}/", beside.Message, StringComparison.Ordinal);
        }

        await using var alone = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await alone.ClaimAsync(null, cancellation);
        await using var late = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await Assert.ThrowsAsync<DatabaseException>(() => late.ClaimAsync("one", cancellation));
    }

    [Fact]
    public async Task Session_of_a_server_that_is_gone_without_a_sign_is_ended_by_its_successor_when_it_was_silent_for_long()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var name = await PostgresCluster.NewDatabaseAsync();
        await using var gone = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await gone.ClaimAsync("one", cancellation);
        await BeginAsync(gone, "one");
        await using (var source = NpgsqlDataSource.Create(name))
        await using (var silent = source.CreateCommand("UPDATE runs SET renewed_at = renewed_at - 61000000")) await silent.ExecuteNonQueryAsync(cancellation);
        await using var successor = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await successor.ClaimAsync("one", cancellation);
        await BeginAsync(successor, "one");
        // What it would write now it may not: its place is taken.
        await Assert.ThrowsAsync<DatabaseException>(() => gone.RenewClaimAsync(cancellation));
    }

    [Fact]
    public async Task Broken_connection_is_made_again_with_the_place()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var name = await PostgresCluster.NewDatabaseAsync();
        await using var server = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await server.ClaimAsync("one", cancellation);
        await BeginAsync(server, "one");
        await EndSessionsAsync(name);
        await server.RenewClaimAsync(cancellation);
        await using var other = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
        await Assert.ThrowsAsync<DatabaseException>(() => other.ClaimAsync("one", cancellation));
    }

    [Fact]
    public async Task Database_that_stops_and_comes_back_costs_no_stream_and_no_record()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var cluster = await PostgresCluster.OwnAsync();
        await using var bank = await Bank.OpenAsync(
            "100.00", "input: 3, output: 15", [Model, Slow], adjust: o => o with { Environment = name => name == DataFolder.DatabaseVariable ? cluster.Database : null });
        Assert.StartsWith("PostgreSQL ", bank.Gateway.Host.Engine, StringComparison.Ordinal);
        var writer = bank.Gateway.Host.Services.GetRequiredService<UsageWriter>();
        await writer.Recovered.WaitAsync(cancellation);
        using var running = await bank.ChatAsync(Slow, stream: true);
        Assert.Equal(HttpStatusCode.OK, running.StatusCode);

        await cluster.StopAsync();
        // What is set aside already may be spent: in the end a hold needs the database.
        var served = 1;
        while (true)
        {
            using var answer = await bank.ChatAsync(Model, stream: false);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Assert.Contains("ledger_unavailable", await answer.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
                break;
            }

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.InRange(++served, 1, 10_000);
        }

        Assert.Contains("[DONE]", await running.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
        Assert.True(writer.Backlog > 0);

        await cluster.StartAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (writer.Backlog > 0) await Task.Delay(50, patience.Token);
        using var after = await bank.ChatAsync(Model, stream: false);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        while (await RecordsAsync(cluster.Database) < served + 1) await Task.Delay(50, patience.Token);
        Assert.Equal(served + 1, await RecordsAsync(cluster.Database));
        Assert.Empty(await bank.Gateway.Host.Services.GetRequiredService<ILedgerBook>().CheckAsync(cancellation));
        Assert.Null(bank.Gateway.Host.LostStore);
    }

    private static async Task BeginAsync(PostgresDatabase database, string instance) =>
        await new LedgerStore(database, TimeProvider.System).BeginRunAsync(new NodeFacts("here", instance), TestContext.Current.CancellationToken);

    private static async Task<long> RecordsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("SELECT COUNT(*) FROM usage_records WHERE attempts > 0");
        return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task EndSessionsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var end = source.CreateCommand("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await end.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
