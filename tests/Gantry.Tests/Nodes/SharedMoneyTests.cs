using System.Diagnostics;
using System.Globalization;
using System.Net;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Nobody spends on three servers what he has not, or may not (reliability L-1, L-3, L-4, L-42).</summary>
[Collection(AloneCollection.Name)]
public sealed class SharedMoneyTests(ThreeNodes three, ITestOutputHelper output) : IClassFixture<ThreeNodes>
{
    private const int Requests = 200;
    private const int Affordable = 10;
    private const long Dollar = 1_000_000_000;

    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(10);

    private NodeCluster Cluster => three.Cluster;

    [Fact]
    public async Task L_1_Two_hundred_requests_at_once_over_three_servers_on_a_dollar_send_exactly_ten_of_a_dime()
    {
        for (var seed = 0; seed < ThreeNodes.Seeds; seed++)
        {
            var clock = Stopwatch.StartNew();
            var (purse, mark) = (ThreeNodes.Dollar(seed), string.Create(CultureInfo.InvariantCulture, $"l1-{seed}-"));
            var answers = await ManyAsync(purse, mark, seed);
            output.WriteLine($"seed {seed}: {Summary(answers)}, {Cluster.Sent(mark).Count} sent, {clock.ElapsedMilliseconds} ms");
            Assert.Equal(Affordable, Cluster.Sent(mark).Count);
            Assert.Equal(Affordable, answers.Count(a => a.Status == (int)HttpStatusCode.OK));
            await NodeCluster.UntilAsync(async () => await Cluster.BalanceAsync(purse) == (0, 0), SettleLimit, async () => $"{await Cluster.BalanceAsync(purse)}");
        }

        await Cluster.AssertCleanAsync();
    }

    [Theory]
    [InlineData("key")]
    [InlineData("account")]
    [InlineData("group")]
    public async Task L_3_Cap_of_a_dollar_lets_exactly_ten_of_a_dime_through_three_servers(string scope)
    {
        foreach (var window in ThreeNodes.Windows)
        {
            var mark = $"l3-{scope}-{window}-";
            var answers = await ManyAsync(ThreeNodes.Capped(scope, window), mark, window.Length);
            output.WriteLine($"{scope} {window}: {Summary(answers)}, {Cluster.Sent(mark).Count} sent");
            Assert.Equal(Affordable, Cluster.Sent(mark).Count);
            Assert.Equal(Affordable, answers.Count(a => a.Status == (int)HttpStatusCode.OK));
        }

        await Cluster.AssertCleanAsync();
    }

    [Fact]
    public async Task L_4_Cap_is_never_passed_while_no_server_hears_of_the_others()
    {
        foreach (var node in Cluster.Nodes) node.Link.LosesWords = true;
        try
        {
            foreach (var window in ThreeNodes.Windows)
            {
                var mark = $"l4-{window}-";
                var answers = await ManyAsync(ThreeNodes.Capped("deaf", window), mark, window.Length);
                output.WriteLine($"deaf, {window}: {Summary(answers)}, {Cluster.Sent(mark).Count} sent");
                Assert.InRange(Cluster.Sent(mark).Count, 1, Affordable);
                Assert.Equal(Cluster.Sent(mark).Count, answers.Count(a => a.Status == (int)HttpStatusCode.OK));
            }
        }
        finally
        {
            foreach (var node in Cluster.Nodes) node.Link.LosesWords = false;
        }
    }

    [Fact]
    public async Task L_42_Sixteen_writers_on_twenty_wallets_in_random_order_over_three_servers_lose_nothing()
    {
        const int Writers = 16;
        const int Each = 60;
        var before = await SettledAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var random = new Random(writer);
            var own = new List<NodeAnswer>();
            for (var n = 0; n < Each; n++)
            {
                var call = Call(random, string.Create(CultureInfo.InvariantCulture, $"l42-{writer}-{n}-"));
                own.Add(await Cluster.Nodes[random.Next(3)].AskPatientlyAsync(call, ThreeNodes.OneOf(random.Next(ThreeNodes.Many)).Key));
            }

            return own;
        }));

        Assert.All(answers.SelectMany(a => a), a => Assert.True(a.Status == 200, a.Body));
        Assert.Equal(Writers * Each, Cluster.Sent("l42-").Count);
        var settled = await NodeCluster.UntilAsync(async () => await SettledAsync() - before == Writers * Each * Dollar / 10, SettleLimit, async () => $"{await SettledAsync() - before}");
        output.WriteLine($"{Writers * Each} requests, settled {settled.TotalMilliseconds:0} ms after the last answer");
        await Cluster.AssertCleanAsync();
    }

    private static ClientCall Call(Random random, string mark) =>
        ClientCall.Ask(ClientCall.Protocols[random.Next(4)], ThreeNodes.Dimes[random.Next(ThreeNodes.Dimes.Length)], random.Next(2) == 0, mark);

    private static string Summary(IEnumerable<NodeAnswer> answers) =>
        string.Join(", ", answers.GroupBy(a => (a.Node, a.Status)).OrderBy(g => g.Key).Select(g => $"{g.Count()} x {g.Key.Status} from {g.Key.Node}"));

    private Task<long> SettledAsync() => Cluster.Database.AskAsync<long>(
        "SELECT CAST(COALESCE(SUM(charged_nanos), 0) AS BIGINT) FROM usage_records u JOIN accounts a ON a.id = u.account_id WHERE a.email LIKE 'of%'");

    // Refused in the protocol of who asks, or answered: nothing else.
    private async Task<IReadOnlyList<NodeAnswer>> ManyAsync(Purse purse, string mark, int seed)
    {
        var random = new Random(seed);
        var calls = Enumerable.Range(0, Requests).Select(n => Call(random, mark + n.ToString(CultureInfo.InvariantCulture))).ToList();
        var answers = await Task.WhenAll(calls.Select((call, n) => Cluster.Nodes[seed % 4 == 3 ? random.Next(3) : n % 3].AskPatientlyAsync(call, purse.Key)));
        foreach (var (call, answer) in calls.Zip(answers).Where(pair => pair.Second.Status != 200))
        {
            var expected = call.Protocol == "gemini" ? HttpStatusCode.Forbidden : HttpStatusCode.PaymentRequired;
            Assert.True(answer.Status == (int)expected, $"{call.Protocol}: {answer.Status} {answer.Body}\n{Cluster.Nodes[answer.Node].Log}");
        }

        return answers;
    }
}
