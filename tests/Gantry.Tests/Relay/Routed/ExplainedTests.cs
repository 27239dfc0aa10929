using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Billing;
using Gantry.Routing.Health;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Routed;

/// <summary>What is explained is what happens: the same state, asked about and then walked by a request that everybody fails.</summary>
[Waiting]
public sealed class ExplainedTests(ITestOutputHelper output)
{
    private const int StatesPerGateway = 20;
    private const int Keys = 4;
    private const int MostGroups = 4;

    private int _walked;
    private int _several;
    private int _refused;
    private int _dropped;
    private int _unwell;

    [Fact]
    public async Task Trail_of_a_request_is_the_order_that_was_explained_and_nobody_who_was_dropped_is_asked()
    {
        var states = TestRun.IsLong ? 1_000 : 100;
        // They wait most of the time.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, states / StatesPerGateway),
            new ParallelOptions { MaxDegreeOfParallelism = 5, CancellationToken = TestContext.Current.CancellationToken },
            async (gateway, _) => await RunAsync(new Random(4_000 + gateway)));

        output.WriteLine($"{states} states: {_walked} attempts made, {_several} requests with several, {_refused} refused at once; {_dropped} candidates dropped, {_unwell} of them for their health");
        Assert.True(_several > states / 2 && _walked > states * 3 / 2 && _unwell > states / 2 && _refused > states / 20);
    }

    private async Task RunAsync(Random random)
    {
        var time = new StillTime();
        await using var fleet = await Fleet.StartAsync(url => Configuration(url, random), time: time);
        var health = fleet.Gateway.Host.Services.GetRequiredService<HealthBoard>();
        var budgets = fleet.Gateway.Host.Services.GetRequiredService<RetryBudgets>();
        var records = 0;
        for (var state = 0; state < StatesPerGateway; state++)
        {
            time.Advance(TimeSpan.FromSeconds(random.Next(0, 200)));
            var (protocol, stream) = (ClientCall.Protocols[random.Next(4)], random.Next(2) == 0);
            var call = ClientCall.Ask(protocol, "m", stream);
            List<(string, string)> headers = [("authorization", $"Bearer {Secret(random.Next(Keys))}"), ("x-gantry-protocol", protocol)];
            if (random.Next(2) == 0) headers.Add(("x-session-id", $"session {random.Next(4)}"));
            if (random.Next(2) == 0)
            {
                fleet.Simulator.Scripts.Clear();
                await fleet.AskAsync(call, [.. headers]);
                records++;
            }

            // As after requests that were answered: the order is walked for some attempts more.
            for (var group = 0; group < MostGroups; group++) budgets.NoteAnswer($"g{group}/m");

            Trouble(health, random);
            fleet.Simulator.Scripts.Replace(new Script { As = "sim-text-fault-500", Times = int.MaxValue });
            fleet.Simulator.Record.Clear();

            var told = await ExplainAsync(fleet, call, headers);
            var reply = await fleet.AskAsync(call, [.. headers]);

            records++;
            await CheckAsync(fleet, told, reply, headers, records, state);
        }
    }

    private async Task CheckAsync(Fleet fleet, JsonNode told, Fleet.Reply reply, List<(string, string)> headers, int records, int state)
    {
        var candidates = told["candidates"]!.AsArray().Select(c => c!).ToList();
        var kept = candidates.Where(c => (string)c["verdict"]! == "kept").ToList();
        var asked = fleet.Asked.Select(e => $"{e.Model} {e.Credential![^4..]}").ToList();
        var order = kept.ConvertAll(c => $"{(string)c["upstream_model"]!} {((string)c["credential"]!)[^4..]}");
        Assert.True(asked.Count > 0 == kept.Count > 0, $"state {state}: {asked.Count} asked, {told.ToJsonString()}");
        Assert.Equal(kept.Count == 0, told["refusal"] is not null);

        // Each once, in the order that was told, before anybody is asked again.
        Assert.True(asked.SequenceEqual(asked.Select((_, at) => order[at % order.Count])), $"state {state}:\n asked {string.Join(", ", asked)}\n kept {string.Join(", ", order)}\n{told.ToJsonString()}");
        if (kept.Count == 0) Assert.True((int)told["refusal"]!["status"]! == (int)reply.Status, $"state {state}: {(int)reply.Status} {reply.Body}\n{told.ToJsonString()}");

        await fleet.Gateway.UsageAsync(records);
        var trail = await TrailAsync(fleet, reply.RequestId, headers[0].Item2);
        Assert.Equal(
            asked.Select((_, at) => kept[at % kept.Count]).Select(c => ((string)c["group"]!, (string)c["upstream"]!, (string)c["upstream_model"]!)),
            trail.Select(t => ((string)t!["group"]!, (string)t["upstream"]!, (string)t["upstream_model"]!)));
        Interlocked.Add(ref _walked, asked.Count);
        Interlocked.Add(ref _several, asked.Count > 1 ? 1 : 0);
        Interlocked.Add(ref _refused, kept.Count == 0 ? 1 : 0);
        Interlocked.Add(ref _dropped, candidates.Count - kept.Count);
        Interlocked.Add(ref _unwell, candidates.Count(c => (string?)c["reason"] is "cooling" or "credential_out"));
    }

    private static async Task<JsonNode> ExplainAsync(Fleet fleet, ClientCall call, List<(string, string)> headers)
    {
        using var answer = await fleet.Gateway.PostAsync("/v1/route/explain?model=m", call.Body, [.. headers]);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == 200, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<JsonArray> TrailAsync(Fleet fleet, string request, string bearer)
    {
        using var answer = await fleet.Gateway.SendAsync(HttpMethod.Get, $"/v1/requests/{request}", null, ("authorization", bearer));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == 200, text);
        return JsonNode.Parse(text)!["attempts"]!["trail"]!.AsArray();
    }

    /// <summary>Some of the places have a past.</summary>
    private static void Trouble(HealthBoard health, Random random)
    {
        var share = random.NextDouble() * 0.6;
        foreach (var target in health.Live.All.Select(live => live.Target).Distinct())
        {
            if (random.NextDouble() >= share) continue;
            (AttemptOutcome Outcome, int Times, TimeSpan? After) past = random.Next(16) switch
            {
                0 => (AttemptOutcome.CredentialRefused, 1, null),
                1 => (AttemptOutcome.ConnectFailed, 3, null),
                2 or 3 => (AttemptOutcome.RateLimited, 1, TimeSpan.FromSeconds(random.Next(6, 90))),
                >= 4 and <= 7 => (AttemptOutcome.Served, 3, null),
                8 => (AttemptOutcome.UpstreamFailed, 1, null),
                _ => (AttemptOutcome.UpstreamFailed, 6, null),
            };
            for (var time = 0; time < past.Times; time++) health.End(health.Begin(target), past.Outcome, past.After);
        }
    }

    private static string Configuration(Uri simulator, Random random)
    {
        var upstreams = random.Next(2, 5);
        var text = new StringBuilder(Fleet.Upstreams(simulator, Enumerable.Range(0, upstreams).Select(u => ($"u{u}", Enumerable.Range(0, random.Next(1, 4)).Select(k => $"key-0123456789-u{u}k{k}")))));
        var groups = random.Next(1, MostGroups + 1);
        text.AppendLine("models: [{id: m, price: {input: 3, output: 15}}, {id: n, price: {input: 1, output: 5}}]").AppendLine("groups:");
        for (var group = 0; group < groups; group++)
        {
            var more = random.Next(14) switch { 0 => ", status: closed", 1 => ", status: deprecated", 2 => ", protocols: [chat, messages]", 3 => ", multiplier: 3", _ => "" };
            text.AppendLine(CultureInfo.InvariantCulture, $"  - name: g{group}").AppendLine(CultureInfo.InvariantCulture, $"    balance: {(random.Next(2) == 0 ? "weight" : "least_busy")}");
            if (more.Length > 0) text.AppendLine(CultureInfo.InvariantCulture, $"    {more[2..]}");
            text.AppendLine("    deployments:");
            foreach (var place in Enumerable.Range(0, random.Next(1, 4)))
            {
                // One name a place: what is learnt of one on the way is learnt of no other.
                var model = random.Next(10) == 0 ? "n" : "m";
                text.AppendLine(CultureInfo.InvariantCulture, $"      - {{model: {model}, upstream: u{random.Next(upstreams)}, upstream_model: place-{group}-{place}, priority: {random.Next(2)}, weight: {random.Next(1, 6)}}}");
            }
        }

        text.AppendLine("accounts:").AppendLine("  - email: admin@example.com").AppendLine("    role: admin").AppendLine("    credit: 1000000").AppendLine("    keys:");
        for (var key = 0; key < Keys; key++)
        {
            var named = string.Join(", ", Enumerable.Range(0, groups).OrderBy(_ => random.Next()).Take(random.Next(1, groups + 1)).Select(g => $"g{g}"));
            var terms = random.Next(4) switch
            {
                0 => $"groups: [{named}]",
                1 => $"groups: [{named}], fallback: true",
                2 => $"groups: [{named}, auto], auto: {{max_price_factor: 2}}",
                _ => "groups: [auto], auto: {sticky: false}",
            };
            text.AppendLine(CultureInfo.InvariantCulture, $"      - {{name: k{key}, secret: {Secret(key)}, {terms}}}");
        }

        return text.ToString();
    }

    private static string Secret(int key) => $"sk-test-key-{key:d2}-0123456789abcdef";

    /// <summary>A clock on which nothing happens by itself: nobody is sent to see how upstreams do.</summary>
    private sealed class StillTime : FakeTime
    {
        private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(500);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => period == ProbeInterval
            ? base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
            : base.CreateTimer(callback, state, dueTime, period);
    }
}
