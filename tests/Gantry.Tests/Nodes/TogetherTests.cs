using System.Text;
using Gantry.Hosting;
using Gantry.Storage;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Servers that begin together, and servers whose clocks differ (reliability ).</summary>
[Collection(AloneCollection.Name)]
public sealed class TogetherTests(ITestOutputHelper output)
{
    private const string Quick = "sim-text-n2";

    private static readonly Purse Rich = new("rich", "100.00");
    private static readonly int[] Offsets = [60, 3600, -3600];

    private static Purse Capped(int number) => new($"capped{number}", "100.00") { OfKey = "spend_cap: {amount: 1.00, window: day}" };

    private static ClusterFile File(Uri simulator) => new(simulator) { Models = [(Quick, ThreeNodes.Dime)], Purses = [Rich, .. Offsets.Select((_, n) => Capped(n))] };

    [Fact]
    public async Task R_27_Three_servers_that_start_at_once_on_an_empty_database_with_one_file_all_serve()
    {
        await using var cluster = await NodeCluster.CreateAsync(3, File);
        await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync(cluster.Config)));
        Assert.All(await Task.WhenAll(cluster.Nodes.Select(n => n.AskPatientlyAsync(ClientCall.Ask("chat", Quick, stream: false), Rich.Key))), a => Assert.True(a.Status == 200, a.Body));
        Assert.Equal(3, await cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM runs WHERE ended_at IS NULL"));
        Assert.Equal(1, await cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM ledger_transactions t JOIN accounts a ON a.id = t.wallet_id WHERE a.email = @Email AND t.kind NOT IN ('reserve', 'release', 'settle')", new { Rich.Email }));
        await cluster.AssertCleanAsync();
    }

    [Fact]
    public async Task R_17_Server_whose_clock_is_wrong_is_not_taken_for_dead_and_takes_no_other_for_it()
    {
        await using var cluster = await NodeCluster.StartAsync(2, File);
        foreach (var (seconds, n) in Offsets.Select((seconds, n) => (seconds, n)))
        {
            Assert.Equal(200, (await AskAsync(cluster, null, 0, Rich)).Status);
            // It looks for the dead when it starts. A process of the test's own: else no clock can be set for one alone.
            await using (var wrong = await StartAsync(cluster, TimeSpan.FromSeconds(seconds)))
            {
                Assert.Equal(3, await LivingAsync(cluster));
                var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(request => AskAsync(cluster, wrong, request % 3, Rich)));
                Assert.All(answers, a => Assert.True(a.Status == 200, a.Body));

                // Near midnight an hour makes it another day, and another window.
                var capped = await Task.WhenAll(Enumerable.Range(0, 60).Select(request => AskAsync(cluster, wrong, request % 3, Capped(n))));
                var days = TimeProvider.System.GetUtcNow() is { Hour: > 0 and < 23 } ? 1 : 2;
                output.WriteLine($"{seconds} s: {capped.Count(a => a.Status == 200)} of 60 under a cap of ten");
                Assert.InRange(capped.Count(a => a.Status == 200), 10, 10 * days);

                // A restart in good order, in which the other looks for the dead again.
                Assert.Equal(0, await cluster.Nodes[1].StopAsync(TimeSpan.FromSeconds(20)));
                await cluster.Nodes[1].StartAsync();
                Assert.Equal(3, await LivingAsync(cluster));
                Assert.Equal(200, (await AskAsync(cluster, wrong, 2, Rich)).Status);
            }

            Assert.Equal(2, await LivingAsync(cluster));
        }

        await NodeCluster.UntilAsync(async () => (await cluster.ChargesAsync()).Count == cluster.Simulator.Record.Exchanges.Count, TimeSpan.FromSeconds(15));
        await cluster.AssertCleanAsync();
    }

    private static Task<long> LivingAsync(NodeCluster cluster) => cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM runs WHERE ended_at IS NULL");

    private static Task<GatewayHost> StartAsync(NodeCluster cluster, TimeSpan offset) => GatewayHost.StartAsync(
        new HostingOptions
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = cluster.FolderOf(2),
            Time = new WrongClock(offset),
            Environment = new Dictionary<string, string>(cluster.Secrets) { [DataFolder.DatabaseVariable] = cluster.Database.For(null) }.GetValueOrDefault,
        },
        TestContext.Current.CancellationToken);

    private static async Task<NodeAnswer> AskAsync(NodeCluster cluster, GatewayHost? wrong, int node, Purse purse)
    {
        var call = ClientCall.Ask("chat", Quick, stream: false);
        if (node < 2) return await cluster.Nodes[node].AskPatientlyAsync(call, purse.Key);
        return await ClusterNode.AskPatientlyAsync(() => AskAsync(cluster, wrong!, call, purse));
    }

    private static async Task<NodeAnswer> AskAsync(NodeCluster cluster, GatewayHost wrong, ClientCall call, Purse purse)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(wrong.Address, call.Path)) { Content = new StringContent(call.Body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("authorization", $"Bearer {purse.Key}");
        using var response = await cluster.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new NodeAnswer(2, (int)response.StatusCode, "", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    // Runs as fast as any, and is off.
    private sealed class WrongClock(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}
