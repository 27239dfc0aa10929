using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Routing.Health;
using Gantry.Simulator;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>A gateway over two simulators, with prices and a wallet: one breaks as told, the other is good.</summary>
internal sealed class FailoverRig : IAsyncDisposable
{
    public const long Credit = 1_000_000_000_000;

    /// <summary>What an answer of <see cref="Good"/> costs, in nano-USD.</summary>
    public const long Cost = (100 * 3_000) + (50 * 15_000);

    /// <summary>An answer of six pieces without a fault.</summary>
    public const string Good = "sim-text-n6-b8-i2-usage-in100-out50";

    /// <summary>What <see cref="Good"/> says.</summary>
    public const string Text = "w000000 w000001 w000002 w000003 w000004 w000005 ";

    private int _asked;

    private FailoverRig(TestGateway gateway, SimulatorServer better)
    {
        Gateway = gateway;
        Better = better;
    }

    public TestGateway Gateway { get; }

    /// <summary>The simulator behind the upstream that breaks.</summary>
    public SimulatorServer Bad => Gateway.Simulator;

    /// <summary>The simulator behind the upstream that serves.</summary>
    public SimulatorServer Better { get; }

    public HealthBoard Health => Gateway.Host.Services.GetRequiredService<HealthBoard>();

    /// <param name="limits">Time limits.</param>
    /// <param name="configuration">The file, for the addresses of both simulators.</param>
    /// <param name="adjust">What else is to be different about the gateway.</param>
    /// <param name="bad">How the simulator that breaks is started.</param>
    public static async Task<FailoverRig> StartAsync(
        RelayLimits limits, Func<Uri, Uri, string> configuration, Func<HostingOptions, HostingOptions>? adjust = null, SimulatorOptions? bad = null)
    {
        var better = await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        return new FailoverRig(await TestGateway.StartAsync(limits, address => configuration(address, better.BaseUrl), adjust, bad), better);
    }

    /// <summary>One model <c>m</c> over upstreams <c>bad</c> and <c>good</c>, in this order.</summary>
    /// <param name="fault">What the bad one does, as the end of a simulator's model name.</param>
    /// <param name="limits">Time limits.</param>
    /// <param name="speaks">What both speak; empty for everything.</param>
    public static Task<FailoverRig> StartAsync(string fault, RelayLimits? limits = null, string speaks = "") => StartAsync(
        limits ?? new RelayLimits(),
        (bad, good) => File(
            [Upstream("bad", bad, speaks), Upstream("good", good, speaks)],
            [("m", "bad", fault.StartsWith("sim-", StringComparison.Ordinal) ? fault : Broken(fault), 0), ("m", "good", Good, 1)]));

    public static string Broken(string fault) => $"{Good}-fault-{fault}";

    /// <summary>A line of the list of upstreams.</summary>
    public static string Upstream(string name, Uri address, string speaks = "", string keys = TestGateway.UpstreamKey, string more = "") =>
        $"  - {{name: {name}, provider: simulator, base_url: \"{address}\", api_keys: [{keys}], allow_private_network: true{(speaks.Length > 0 ? $", speaks: [{speaks}]" : "")}{more}}}";

    /// <summary>A file with one group; priorities say who is asked first.</summary>
    public static string File(IEnumerable<string> upstreams, IReadOnlyCollection<(string Model, string Upstream, string UpstreamModel, int Priority)> offers) => $"""
        settings:
          active_probes: false
        upstreams:
        {string.Join('\n', upstreams)}
        models:
        {string.Join('\n', offers.Select(offer => offer.Model).Distinct().Select(model => $"  - {{id: \"{model}\", price: {{input: 3, output: 15}}}}"))}
        groups:
          - name: all
            deployments:
        {string.Join('\n', offers.Select(offer => $"      - {{model: \"{offer.Model}\", upstream: {offer.Upstream}, upstream_model: \"{offer.UpstreamModel}\", priority: {offer.Priority}}}"))}
        {Account("all")}
        """;

    public static string Account(string groups) => $"""
        accounts:
          - email: test@example.com
            role: admin
            credit: 1000.00
            keys:
              - name: test
                secret: {TestGateway.Key}
                groups: [{groups}]
        """;

    /// <summary>Asks, reads to the end, and finds what everybody has to say of it.</summary>
    public async Task<Tried> AskAsync(string protocol, string model, bool stream)
    {
        var call = ClientCall.Ask(protocol, model, stream);

        // Each opens a conversation of its own: one that goes on stays with who has served it.
        var number = Interlocked.Increment(ref _asked).ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var response = await Gateway.PostAsync(call.Path, call.Body.Replace("\"hi\"", $"\"hi {number}\"", StringComparison.Ordinal));
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return await ExplainAsync(response, body);
    }

    /// <summary>What everybody has to say of an answer.</summary>
    public async Task<Tried> ExplainAsync(HttpResponseMessage response, byte[] body)
    {
        var id = response.Headers.GetValues("x-request-id").Single();
        var told = await RequestAsync(id);
        var statuses = await RowsAsync<string>($"SELECT cost_status FROM attempt_costs WHERE request_id = '{id}' ORDER BY number");
        Assert.Equal(1, (await RowsAsync<long>($"SELECT COUNT(*) FROM usage_records WHERE request_id = '{id}'")).Single());
        return new Tried(response, body, told, statuses);
    }

    /// <summary>A settled request as its owner, an administrator, sees it.</summary>
    public async Task<JsonNode> RequestAsync(string id)
    {
        for (var look = 0; look < 200; look++)
        {
            using var answer = await Gateway.SendAsync(HttpMethod.Get, "/v1/requests/" + id, null);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            }

            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"{id} was not settled");
    }

    /// <summary>Where the target of an upstream stands and how it has done.</summary>
    public HealthReport Report(string upstream, string upstreamModel) =>
        Health.Report(Health.Live.All.Single(reachable => reachable.Target.Upstream == upstream && reachable.Target.UpstreamModel == upstreamModel).Target);

    /// <summary>The wallet has paid what the records say, and nothing is held any more.</summary>
    public async Task CheckMoneyAsync()
    {
        long charged = 0, total = 0;
        for (var look = 0; look < 100; look++)
        {
            charged = (await RowsAsync<long>("SELECT COALESCE(SUM(charged_nanos), 0) FROM usage_records")).Single();
            total = (await RowsAsync<long>("SELECT available_nanos + reserved_nanos FROM wallets")).Single();
            if (total == Credit - charged)
            {
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Credit - charged, total);
    }

    public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var connection = await TestStore.ConnectAsync(Gateway.Database);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Better.DisposeAsync();
    }
}
