using Dapper;
using Gantry.Billing;
using Gantry.Tests.Relay.Faults;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>A client that leaves says nothing about the upstream: nobody else is asked, and nothing is held against who was (reliability §5.6).</summary>
[Waiting]
public sealed class ClientLeavesTests
{
    private const string Talking = "sim-text-n400-b16-i10";

    public static TheoryData<string, string, bool, string, string, string> Stages() => new()
    {
        // Stage, scenario, stream, what the client waits for, what is charged, how the upstream ends.
        { "before the first byte", "sim-text-n3-d4000", true, "", "nothing_delivered", "ClientClosed" },
        { "before the first event", "sim-text-n3-h4000", true, "", "nothing_delivered", "ClientClosed" },
        { "in the middle", Talking, true, "w000003", "delivered", "ClientClosed" },
        { "before the usage", $"{FailoverRig.Good}-fault-stall-k8", true, "w000005", "delivered", "ClientClosed" },
        { "while a document is waited for", "sim-text-n3-d1000-usage-in100-out50", false, "", "usage", "Finished" },
        { "while a document fails", "sim-text-n3-d1000-fault-500", false, "", "nothing_delivered", "Finished" },
    };

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task R_13_Upstream_is_closed_and_its_health_stands(string stage, string scenario, bool stream, string words, string reason, string end)
    {
        Assert.NotEmpty(stage);
        await using var rig = await FailoverRig.StartAsync(scenario);
        using var client = await RawClient.ConnectAsync(rig.Gateway.Host.Address);
        await client.SendAsync(ClientCall.Ask("chat", "m", stream).Wire(rig.Gateway.Host.Address.Authority));
        var exchange = await rig.Bad.Record.ArrivedAsync(1, TestContext.Current.CancellationToken);
        await (words.Length > 0 ? client.ReadToAsync(words) : Task.Delay(200, TestContext.Current.CancellationToken));
        client.Reset();
        await exchange.Ended.WaitAsync(TimeSpan.FromSeconds(end == "Finished" ? 5 : 1), TestContext.Current.CancellationToken);

        Assert.Equal(end, exchange.Outcome.ToString());
        var row = (await rig.Gateway.UsageAsync(1)).Single();
        var told = await rig.RequestAsync(row.RequestId);
        Assert.Equal(("client_left", reason), ((string)told["outcome"]!, (string)told["charge"]!["reason"]!));
        Assert.Equal(reason == "nothing_delivered", (long)told["charge"]!["charged_nanos"]! == 0);
        Assert.Single(rig.Bad.Record.Exchanges);
        Assert.Empty(rig.Better.Record.Exchanges);
        var health = rig.Report("bad", scenario);
        Assert.Equal((scenario.Contains("500", StringComparison.Ordinal) ? 1 : 0, 0), (health.HalfMinute.Failed, health.View.InFlight));
        await rig.CheckMoneyAsync();
    }

    [Fact]
    public async Task R_13_Client_that_leaves_before_the_dispatch_reaches_nobody_and_pays_nothing()
    {
        await using var rig = await FailoverRig.StartAsync(FailoverRig.Good);
        // The start looks after what former processes have left, and needs the database for it.
        await rig.Gateway.Host.Services.GetRequiredService<UsageWriter>().Recovered.WaitAsync(TestContext.Current.CancellationToken);
        await using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = rig.Gateway.Database, Pooling = false }.ToString());
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await other.ExecuteAsync("BEGIN IMMEDIATE");
        using var client = await RawClient.ConnectAsync(rig.Gateway.Host.Address);
        await client.SendAsync(ClientCall.Ask("chat", "m", stream: true).Wire(rig.Gateway.Host.Address.Authority));
        // Its hold waits for the ledger.
        Assert.NotNull(await Waiting.UntilAsync(() => rig.Gateway.Running == 1, TimeSpan.FromSeconds(10)));
        await Task.Delay(200, TestContext.Current.CancellationToken);
        client.Reset();

        Assert.NotNull(await Waiting.UntilAsync(() => rig.Gateway.Running == 0, TimeSpan.FromSeconds(1)));
        await other.ExecuteAsync("ROLLBACK");
        var row = (await rig.Gateway.UsageAsync(1)).Single();
        Assert.Equal(("client_left", 0L), (row.Outcome, row.Attempts));
        Assert.Empty(rig.Bad.Record.Exchanges);
        Assert.Empty(rig.Better.Record.Exchanges);
        await rig.CheckMoneyAsync();
    }

    [Fact]
    public async Task R_13_Client_that_leaves_while_the_next_try_waits_has_each_try_told_once()
    {
        await using var rig = await FailoverRig.StartAsync("429-ra1");
        using var client = await RawClient.ConnectAsync(rig.Gateway.Host.Address);
        await client.SendAsync(ClientCall.Ask("chat", "m", stream: true).Wire(rig.Gateway.Host.Address.Authority));
        var exchange = await rig.Bad.Record.ArrivedAsync(1, TestContext.Current.CancellationToken);
        await exchange.Ended.WaitAsync(TestContext.Current.CancellationToken);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        client.Reset();

        var row = (await rig.Gateway.UsageAsync(1)).Single();
        Assert.Equal(("client_left", 1L), (row.Outcome, row.Attempts));
        var told = await rig.RequestAsync(row.RequestId);
        Assert.Equal("rate_limited", (string)Assert.Single(told["attempts"]!["trail"]!.AsArray())!["outcome"]!);
        Assert.Single(rig.Bad.Record.Exchanges);
        Assert.Empty(rig.Better.Record.Exchanges);
        await rig.CheckMoneyAsync();
    }

    [Fact]
    public async Task R_13_Upload_that_is_broken_off_reaches_nobody()
    {
        await using var rig = await FailoverRig.StartAsync(FailoverRig.Good);
        using var client = await RawClient.ConnectAsync(rig.Gateway.Host.Address);
        var wire = ClientCall.Ask("chat", "m", stream: true).Wire(rig.Gateway.Host.Address.Authority);
        await client.SendAsync(wire.AsMemory(0, wire.Length - 10));
        await Task.Delay(200, TestContext.Current.CancellationToken);
        client.Reset();

        Assert.NotNull(await Waiting.UntilAsync(() => rig.Gateway.Running == 0, TimeSpan.FromSeconds(1)));
        Assert.Empty(rig.Bad.Record.Exchanges);
        Assert.Empty(rig.Better.Record.Exchanges);
        Assert.Equal(0, rig.Report("bad", FailoverRig.Good).HalfMinute.Attempts);
        await rig.CheckMoneyAsync();
    }
}
