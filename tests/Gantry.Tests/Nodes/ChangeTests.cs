using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Storage;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>What is changed on one server serves on the others (issue 9 §2, reliability R-18).</summary>
[Collection(AloneCollection.Name)]
public sealed class ChangeTests(ChangeTests.Running running, ITestOutputHelper output) : IClassFixture<ChangeTests.Running>
{
    private const string Model = "sim-text-n6-i100";
    private const int Pairs = 50;

    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(15);

    private NodeCluster Cluster => running.Cluster;

    [Fact]
    public async Task Key_that_is_made_or_revoked_on_one_server_is_so_on_the_others_within_a_second()
    {
        var token = await running.TokenAsync();
        var times = new List<TimeSpan>();
        for (var n = 0; n < Pairs; n++)
        {
            var changed = Cluster.Nodes[n % 3];
            var others = Cluster.Nodes.Where(node => node != changed).ToList();
            var (id, secret) = await MakeAsync(changed, token, string.Create(CultureInfo.InvariantCulture, $"made {n}"));
            times.Add(await SeenAsync(others, secret, HttpStatusCode.OK));
            await RevokeAsync(changed, token, id);
            times.Add(await SeenAsync(others, secret, HttpStatusCode.Unauthorized));
        }

        times.Sort();
        var p99 = times[(int)Math.Ceiling(times.Count * 0.99) - 1];
        output.WriteLine($"{times.Count} changes, seen on both others: p50 {times[times.Count / 2].TotalMilliseconds:0} ms, p99 {p99.TotalMilliseconds:0} ms, slowest {times[^1].TotalMilliseconds:0} ms");
        Assert.InRange(p99, TimeSpan.Zero, TestRun.Limit(HeardWithin));
    }

    [Fact]
    public async Task Change_is_seen_by_servers_that_hear_no_word()
    {
        var token = await running.TokenAsync();
        foreach (var node in Cluster.Nodes) node.Link.LosesWords = true;
        try
        {
            for (var n = 0; n < 3; n++)
            {
                var others = Cluster.Nodes.Where(node => node.Number != n).ToList();
                var (id, secret) = await MakeAsync(Cluster.Nodes[n], token, string.Create(CultureInfo.InvariantCulture, $"unheard {n}"));
                var made = await SeenAsync(others, secret, HttpStatusCode.OK);
                await RevokeAsync(Cluster.Nodes[n], token, id);
                var gone = await SeenAsync(others, secret, HttpStatusCode.Unauthorized);
                output.WriteLine($"without words: made after {made.TotalMilliseconds:0} ms, revoked after {gone.TotalMilliseconds:0} ms");
                Assert.InRange(made > gone ? made : gone, TimeSpan.Zero, TestRun.Limit(SeenWithin));
            }
        }
        finally
        {
            foreach (var node in Cluster.Nodes) node.Link.LosesWords = false;
        }
    }

    [Fact]
    public async Task R_18_Price_that_changes_every_second_fails_no_request_and_each_pays_what_was_held()
    {
        var traffic = NodeTraffic.OnAll(Cluster, Running.Rich.Key, Model, "priced", TimeSpan.FromMilliseconds(40), isPatient: true);
        var changes = 0;
        await using (var folder = await running.OpenAsync())
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < (TestRun.IsLong ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(6)))
            {
                await running.ApplyAsync(folder, Running.Price(++changes));
                if (TimeSpan.FromSeconds(changes) - clock.Elapsed is { Ticks: > 0 } rest) await Task.Delay(rest, TestContext.Current.CancellationToken);
            }
        }

        var answers = (await Task.WhenAll(traffic.Select(t => t.EndAsync()))).SelectMany(a => a).ToList();
        Assert.All(answers, a => Assert.True(a.Answer.Status == 200, a.Answer.Body));
        await NodeCluster.UntilAsync(async () => (await Cluster.ChargesAsync()).Count == Cluster.Simulator.Record.Exchanges.Count, TimeSpan.FromSeconds(20));
        var charges = await Cluster.ChargesAsync();
        Assert.All(charges, c => Assert.Equal((c.HoldNanos, 0L), (c.ChargedNanos, c.OverrunNanos)));
        var prices = charges.GroupBy(c => c.ChargedNanos).OrderBy(g => g.Key).ToList();
        output.WriteLine($"{answers.Count} requests, {changes} changes: {string.Join(", ", prices.Select(g => $"{g.Count()} at {g.Key}"))}");
        Assert.True(prices.Count >= Math.Min(changes, Running.Prices) - 1, "Hardly any price was paid.");
        Assert.Equal(charges.Sum(c => c.ChargedNanos), await Cluster.Auditor.SpentAsync());
        await Cluster.AssertCleanAsync();
    }

    private async Task<(string Id, string Secret)> MakeAsync(ClusterNode node, string token, string name)
    {
        var made = await ManageAsync(node, HttpMethod.Post, "keys", token, $$"""{"account":"{{Running.Rich.Email}}","name":"{{name}}","groups":["all"]}""", HttpStatusCode.Created);
        return (made.GetProperty("key").GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
    }

    private Task<JsonElement> RevokeAsync(ClusterNode node, string token, string id) => ManageAsync(node, HttpMethod.Delete, $"keys/{id}", token, null, HttpStatusCode.NoContent);

    private async Task<JsonElement> ManageAsync(ClusterNode node, HttpMethod method, string path, string token, string? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, new Uri(node.Process.Address, "/api/manage/" + path));
        request.Headers.TryAddWithoutValidation("authorization", $"Bearer {token}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Cluster.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    // From the answer to the change until every other server goes by it.
    private async Task<TimeSpan> SeenAsync(IEnumerable<ClusterNode> nodes, string secret, HttpStatusCode expected)
    {
        var times = await Task.WhenAll(nodes.Select(node => NodeCluster.UntilAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Process.Address, "/v1/models"));
                request.Headers.TryAddWithoutValidation("authorization", $"Bearer {secret}");
                using var response = await Cluster.Http.SendAsync(request, TestContext.Current.CancellationToken);
                return response.StatusCode == expected;
            },
            TimeSpan.FromSeconds(30))));
        return times.Max();
    }

    public sealed class Running : IAsyncLifetime
    {
        internal const int Prices = 5;

        internal static readonly Purse Rich = new("rich", "100000.00");
        internal static readonly Purse Admin = new("admin", "1.00") { OfAccount = "role: admin" };

        private readonly TempFolder _commands = new();
        private string? _token;

        internal NodeCluster Cluster { get; private set; } = null!;

        internal static string Price(int change) => string.Create(CultureInfo.InvariantCulture, $"request: 0.{change % Prices + 1}0");

        public async ValueTask InitializeAsync() => Cluster = await NodeCluster.StartAsync(3, simulator => File(simulator, Price(0)));

        public async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            _commands.Dispose();
        }

        internal async Task<string> TokenAsync()
        {
            if (_token is not null) return _token;
            var (exit, said) = await Cluster.RunAsync(0, "token", "create", Admin.Email, "--scope", "keys:write", "--json");
            Assert.True(exit == 0, said);
            return _token = JsonDocument.Parse(said[said.IndexOf('{', StringComparison.Ordinal)..]).RootElement.GetProperty("secret").GetString()!;
        }

        /// <summary>The store, as a command opens it.</summary>
        internal Task<DataFolder> OpenAsync()
        {
            var environment = new Dictionary<string, string>(Cluster.Secrets) { [DataFolder.DatabaseVariable] = Cluster.Database.For(null) };
            return DataFolder.OpenAsync(_commands.Path, environment.GetValueOrDefault, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        /// <summary>As <c>gantry apply</c> does, without a process for each.</summary>
        internal async Task ApplyAsync(DataFolder folder, string price)
        {
            var declared = CatalogFile.Parse(File(Cluster.Simulator.BaseUrl, price).ToString(), "test.yaml", _ => null);
            var planner = new CatalogPlanner(folder.Secrets.Hasher, folder.Secrets.Seal, SeedCatalogue.Load(), TimeProvider.System);
            await new CatalogApplier(folder.Catalog, planner).ApplyAsync(declared, ManagedBy.File, dryRun: false, TestContext.Current.CancellationToken);
        }

        private static ClusterFile File(Uri simulator, string price) => new(simulator) { Models = [(Model, price)], Purses = [Rich, Admin] };
    }
}
