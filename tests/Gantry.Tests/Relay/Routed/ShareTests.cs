using System.Globalization;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Routed;

/// <summary>Who gets how much, through the whole server.</summary>
public sealed class ShareTests(ITestOutputHelper output)
{
    private const string Slow = "sim-text-n1-d400";
    private const string Fast = "sim-text-n1";

    [Fact]
    public async Task Requests_without_a_session_go_round_by_weight_and_sessions_fall_by_it()
    {
        await using var fleet = await StartAsync("weight", [("a", "va", 1), ("b", "vb", 2), ("c", "vc", 5)]);

        for (var number = 0; number < 160; number++) await AskAsync(fleet, new ClientCall("chat", "/v1/embeddings", """{"model":"m","input":"hi"}""", false));
        var turns = Shares(fleet);
        fleet.Simulator.Record.Clear();
        await Parallel.ForEachAsync(Enumerable.Range(0, 800), TestContext.Current.CancellationToken, async (number, _) => await AskAsync(fleet, Chat(number)));
        var sessions = Shares(fleet);

        output.WriteLine($"turns {Text(turns)}; sessions {Text(sessions)}");
        Assert.All([("va", 20), ("vb", 40), ("vc", 100)], place => Assert.InRange(turns[place.Item1], place.Item2 - 2, place.Item2 + 2));

        // Four standard deviations of a fair draw.
        Assert.All([("va", 100, 38), ("vb", 200, 49), ("vc", 500, 55)], place => Assert.InRange(sessions[place.Item1], place.Item2 - place.Item3, place.Item2 + place.Item3));
    }

    [Fact]
    public async Task Least_busy_gives_each_as_many_as_the_others_for_its_weight()
    {
        await using var fleet = await StartAsync("least_busy", [("a", "va", 1), ("b", "vb", 1), ("c", "vc", 2)]);
        fleet.Simulator.Scripts.Enqueue(new Script { As = "sim-text-n1-d2000", Times = 40 });
        var running = new List<Task>();
        for (var number = 0; number < 40; number++)
        {
            running.Add(AskAsync(fleet, Chat(number)));
            await fleet.Simulator.Record.ArrivedAsync(number + 1, TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(running);
        var shares = Shares(fleet);
        output.WriteLine(Text(shares));
        Assert.All([("va", 10), ("vb", 10), ("vc", 20)], place => Assert.InRange(shares[place.Item1], place.Item2 - 1, place.Item2 + 1));
    }

    [Fact]
    public async Task Least_busy_gives_most_to_who_is_fast()
    {
        await using var fleet = await StartAsync("least_busy", [("a", Slow, 1), ("b", Fast, 1)]);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 200),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (number, _) => await AskAsync(fleet, Chat(number)));

        var shares = Shares(fleet);
        output.WriteLine(Text(shares));
        Assert.InRange(shares[Fast], 140, 199);
    }

    private static Task<Fleet> StartAsync(string balance, (string Name, string Model, int Weight)[] places) => Fleet.StartAsync(url => $$$"""
        {{{Fleet.Upstreams(url, places.Select(p => (p.Name, (IEnumerable<string>)[$"key-of-{p.Name}-0123456789"])))}}}
        models: [{id: m, price: {input: 3, output: 15}}]
        groups: [{name: all, balance: {{{balance}}}, deployments: [{{{string.Join(", ", places.Select(p => $"{{model: m, upstream: {p.Name}, upstream_model: {p.Model}, weight: {p.Weight}}}"))}}}]}]
        accounts: [{email: test@example.com, credit: 1000, keys: [{name: test, secret: {{{TestGateway.Key}}}, groups: [all]}]}]
        """);

    private static ClientCall Chat(int number) => new(
        "chat", "/v1/chat/completions", string.Create(CultureInfo.InvariantCulture, $$"""{"model":"m","messages":[{"role":"user","content":"question {{number}}"}]}"""), false);

    private static async Task AskAsync(Fleet fleet, ClientCall call) => Assert.Equal(200, (int)(await fleet.AskAsync(call)).Status);

    private static Dictionary<string, int> Shares(Fleet fleet) => fleet.Asked.CountBy(e => e.Model!).ToDictionary();

    private static string Text(Dictionary<string, int> shares) => string.Join(", ", shares.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"));
}
