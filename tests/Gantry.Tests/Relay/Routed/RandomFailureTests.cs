using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gantry.Routing.Health;
using Gantry.Simulator;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Routed;

/// <summary>What clients and upstreams see while upstreams fail at random, or altogether (reliability R-20, R-21).</summary>
[Collection(AloneCollection.Name)]
public sealed class RandomFailureTests(ITestOutputHelper output)
{
    private const int InputPrice = 3_000;
    private const int OutputPrice = 15_000;

    // Of 50 failures. A reset leaves open what was done, and is followed by one more attempt only: two of them in one request fail it, whoever is left.
    private static readonly (string Fault, int Share)[] Faults = [("500", 14), ("errorbefore", 13), ("503", 8), ("529", 6), ("html", 7), ("reset", 2)];

    private readonly Random _random = new(21);

    [Theory]
    [InlineData(1_500, false)]
    [InlineData(400, true)]
    public async Task R_21_Half_of_the_attempts_at_two_upstreams_fail_and_99_of_100_requests_are_served_and_charged_once(int requests, bool besideDead)
    {
        requests = TestRun.IsLong ? 10_000 : requests;
        using var dead = ClosedPort.Take();
        await using var fleet = await StartAsync(besideDead ? dead : null);
        var times = new TimeSpan[requests];

        var replies = await DriveAsync(requests, 16, times, async number =>
        {
            TopUp(fleet);
            return await fleet.AskAsync(Call(number));
        });
        fleet.Simulator.Scripts.Clear();
        var quiet = new TimeSpan[200];
        var healthy = await DriveAsync(quiet.Length, 16, quiet, number => fleet.AskAsync(Call(requests + number)));
        await fleet.CloseBooksAsync(requests + quiet.Length);

        var billed = await fleet.BilledAsync();
        var asked = fleet.Asked.Where(e => e.BodyLength > 0).ToLookup(Number);
        var served = 0;
        for (var number = 0; number < requests; number++)
        {
            var record = billed[replies[number].RequestId];
            var answers = asked[number].Where(e => e is { Status: 200, UsageDelivered: true, ClaimedUsage: not null }).ToList();
            var isServed = record.Outcome == "completed";
            served += isServed ? 1 : 0;
            Assert.Equal(isServed, (int)replies[number].Status == 200);
            if (!isServed)
            {
                Assert.Equal(0, record.ChargedNanos);
                continue;
            }

            var usage = Assert.Single(answers).ClaimedUsage!.Value;
            Assert.Equal((usage.UncachedInput, usage.Output), (record.UncachedInput, record.Output));
            if (besideDead) Assert.True(record.Attempts >= asked[number].Count());
            else Assert.Equal(asked[number].Count(), record.Attempts);
            Assert.Equal((usage.UncachedInput * InputPrice) + (usage.Output * OutputPrice), record.ChargedNanos);
        }

        var settled = await fleet.RowsAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'settle' GROUP BY request_id");
        var added = Median(times) - Median(quiet);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{served} of {requests} served ({100.0 * served / requests:0.00} %), {(double)asked.Where(a => a.Key < requests).Sum(a => a.Count()) / requests:0.00} attempts each, p50 {Median(times).TotalMilliseconds:0.0} ms, {Median(quiet).TotalMilliseconds:0.0} ms without failures"));
        Assert.All(healthy, reply => Assert.Equal(200, (int)reply.Status));
        Assert.All(settled, times => Assert.Equal(1, times));
        // The figure is that of ten thousand. What a few hundred throw varies: three standard deviations of one in a hundred are chance.
        var chance = TestRun.IsLong ? 0 : 3 * Math.Sqrt(0.01 * 0.99 / requests);
        Assert.InRange((double)served / requests, 0.99 - chance, 1);
        Assert.InRange(added.TotalMilliseconds, double.MinValue, 150);
        Assert.Equal(billed.Values.Sum(b => b.ChargedNanos), (await fleet.RowsAsync<long>("SELECT SUM(charged_nanos) FROM usage_records")).Single());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task R_20_Upstreams_that_all_fail_see_little_more_than_the_requests(int healthy)
    {
        var requests = TestRun.IsLong ? 10_000 : 1_000;
        await using var fleet = await StartAsync();
        var replies = await DriveAsync(healthy, 4, new TimeSpan[healthy], number => fleet.AskAsync(Call(number)));
        Assert.All(replies, reply => Assert.Equal(200, (int)reply.Status));
        fleet.Simulator.Record.Clear();
        fleet.Simulator.Scripts.Replace(new Script { As = "sim-text-fault-500", Times = int.MaxValue });

        replies = await DriveAsync(requests, 4, new TimeSpan[requests], number => fleet.AskAsync(Call(number)));

        var most = (1.2 * requests) + 3 + (healthy > 0 ? RetryBudgets.Burst : 0);
        output.WriteLine($"{fleet.Asked.Count} attempts for {requests} requests after {healthy} healthy ones; at most {most}");
        Assert.All(replies, reply => Assert.InRange((int)reply.Status, 500, 599));
        Assert.InRange(fleet.Asked.Count, 1, most);
        await fleet.CloseBooksAsync(healthy + requests);
        Assert.Equal(healthy, (await fleet.BilledAsync()).Values.Count(b => b.ChargedNanos > 0));
    }

    /// <param name="dead">One more upstream, which refuses every connection.</param>
    private static Task<Fleet> StartAsync(ClosedPort? dead = null) => Fleet.StartAsync(url => $$$"""
        {{{Fleet.Upstreams(url, ("a", ["key-of-a-0123456789"]), ("b", ["key-of-b-0123456789"]))}}}
        {{{(dead is null ? "" : $"  - {{name: c, provider: simulator, base_url: \"{dead.BaseUrl}\", api_keys: [key-of-c-0123456789], allow_private_network: true}}")}}}
        models: [{id: m, price: {input: 3, output: 15}}]
        groups: [{name: all, deployments: [{model: m, upstream: a, upstream_model: sim-text-n3}, {model: m, upstream: b, upstream_model: sim-text-n3}{{{(dead is null ? "" : ", {model: m, upstream: c}")}}}]}]
        accounts: [{email: test@example.com, credit: 100000, keys: [{name: test, secret: {{{TestGateway.Key}}}, groups: [all]}]}]
        """);

    private static ClientCall Call(int number)
    {
        var call = ClientCall.Ask(ClientCall.Protocols[number % 4], "m", stream: number % 8 < 4);
        return call with { Body = call.Body.Replace("\"hi\"", string.Create(CultureInfo.InvariantCulture, $"\"number {number:d7}\""), StringComparison.Ordinal) };
    }

    private static int Number(RecordedExchange exchange)
    {
        var text = Encoding.UTF8.GetString(exchange.Body.Span);
        var at = text.IndexOf("number ", StringComparison.Ordinal);
        return at < 0 ? int.MaxValue : int.Parse(text.AsSpan(at + 7, 7), CultureInfo.InvariantCulture);
    }

    private static async Task<Fleet.Reply[]> DriveAsync(int count, int atOnce, TimeSpan[] times, Func<int, Task<Fleet.Reply>> ask)
    {
        var replies = new Fleet.Reply[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (number, _) =>
            {
                var began = Stopwatch.GetTimestamp();
                replies[number] = await ask(number);
                times[number] = Stopwatch.GetElapsedTime(began);
            });
        return replies;
    }

    private static TimeSpan Median(TimeSpan[] times) => times.Order().ElementAt(times.Length / 2);

    /// <summary>Each attempt, at whichever upstream, takes the next script: one half fails, the other claims a usage of its own.</summary>
    private void TopUp(Fleet fleet)
    {
        lock (_random)
        {
            if (fleet.Simulator.Scripts.Pending > 200) return;
            for (var added = 0; added < 200; added++) fleet.Simulator.Scripts.Enqueue(new Script { As = Draw() });
        }
    }

    private string Draw()
    {
        var drawn = _random.Next(100);
        foreach (var (fault, share) in Faults)
        {
            if ((drawn -= share) < 0) return $"sim-text-n3-fault-{fault}";
        }

        return $"sim-text-n3-usage-in{_random.Next(1, 5_000)}-out{_random.Next(1, 500)}";
    }
}
