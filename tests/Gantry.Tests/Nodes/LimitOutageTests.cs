using System.Diagnostics;
using System.Net;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Rate limits of three servers while what they share is away, slow, or away for one of them (reliability R-15).</summary>
[Collection(AloneCollection.Name)]
public sealed class LimitOutageTests(LimitOutageTests.Running running, ITestOutputHelper output) : IClassFixture<LimitOutageTests.Running>
{
    private const int Limit = 60;
    private const int Each = 50;
    private const int Together = 10;

    // A second for the store.
    private static readonly TimeSpan Answer = TestRun.Limit(2);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private NodeCluster Cluster => running.Cluster;

    [Theory]
    [InlineData("away")]
    [InlineData("slow")]
    [InlineData("split")]
    public async Task R_15_Limit_is_passed_by_no_more_than_itself_nobody_waits_and_soon_it_holds_again(string fault)
    {
        var key = Running.Limited(fault).Key;
        var clock = Stopwatch.StartNew();
        var admitted = Admitted(await ManyAsync(key, each: 2));
        Assert.Equal(6, admitted);
        foreach (var node in Cluster.Nodes) Break(node, fault);
        try
        {
            var answers = await ManyAsync(key, Each);
            Assert.All(answers, a => Assert.True(a.Answer.Status is (int)HttpStatusCode.OK or (int)HttpStatusCode.TooManyRequests, $"{a.Answer.Status} {a.Answer.Body}"));
            Assert.All(answers, a => Assert.InRange(a.Took, TimeSpan.Zero, Answer));
            admitted += Admitted(answers);
            output.WriteLine($"{fault}: {admitted} admitted under a limit of {Limit}, the slowest answer took {answers.Max(a => a.Took).TotalMilliseconds:0} ms");
            Assert.InRange(admitted, Limit / 2, 2 * Limit);
        }
        finally
        {
            foreach (var node in Cluster.Nodes) Heal(node);
        }

        // What was admitted meanwhile counts for all of them, for as long as its minute lasts.
        var took = await NodeCluster.UntilAsync(async () => Admitted(await ManyAsync(key, each: 1)) == 0, Settling);
        Assert.Equal(0, Admitted(await ManyAsync(key, each: 5)));
        output.WriteLine($"{fault}: the limit holds {took.TotalMilliseconds:0} ms after it was mended");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(55), "The first minute is over: what was to be seen could not be.");
        await Cluster.AssertCleanAsync();
    }

    private static int Admitted(IReadOnlyCollection<(NodeAnswer Answer, TimeSpan Took)> answers) => answers.Count(a => a.Answer.Status == (int)HttpStatusCode.OK);

    private static void Break(ClusterNode node, string fault)
    {
        if (fault == "slow") node.Link.Delay = TimeSpan.FromSeconds(2);
        else if (fault == "away" || node.Number == 2) node.Link.Cut();
    }

    private static void Heal(ClusterNode node)
    {
        node.Link.Delay = TimeSpan.Zero;
        node.Link.Heal();
    }

    // Some at a time at each server.
    private async Task<IReadOnlyCollection<(NodeAnswer Answer, TimeSpan Took)>> ManyAsync(string key, int each) =>
        [.. (await Task.WhenAll(Cluster.Nodes.SelectMany(node => Enumerable.Range(0, Math.Min(each, Together)).Select(first => AskAsync(node, key, first, each))))).SelectMany(a => a)];

    private static async Task<List<(NodeAnswer Answer, TimeSpan Took)>> AskAsync(ClusterNode node, string key, int first, int each)
    {
        var answers = new List<(NodeAnswer, TimeSpan)>();
        for (var n = first; n < each; n += Together)
        {
            var clock = Stopwatch.StartNew();
            answers.Add((await node.AskAsync(ClientCall.Ask(ClientCall.Protocols[n % 4], Running.Free, n % 2 == 0), key), clock.Elapsed));
        }

        return answers;
    }

    public sealed class Running : IAsyncLifetime
    {
        internal const string Free = "sim-text-n2";

        internal NodeCluster Cluster { get; private set; } = null!;

        internal static Purse Limited(string fault) => new($"limited-{fault}", "1.00") { OfKey = $"rate_limits: {{requests_per_minute: {Limit}}}" };

        // Free: what is told of here is no money.
        public async ValueTask InitializeAsync() => Cluster = await NodeCluster.StartAsync(
            3, simulator => new ClusterFile(simulator) { Models = [(Free, "free: true")], Purses = [Limited("away"), Limited("slow"), Limited("split")] });

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
