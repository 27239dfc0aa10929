using System.Diagnostics;
using System.Net;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Limits;

/// <summary>Requests under way: how many, who waits, and that every way out frees its place.</summary>
[Collection(AloneCollection.Name)]
public sealed class PlaceTests
{
    private const string Slow = "sim-text-n3-d400-usage-in100-out50";

    [Fact]
    public async Task Request_beyond_the_places_waits_for_one_and_holds_no_money_meanwhile()
    {
        await using var gateway = await LimitRig.StartAsync([LimitRig.Key("k", "concurrent: 1")], models: [Slow]);
        var clock = Stopwatch.StartNew();
        var first = LimitRig.AskAsync(gateway, "k", Call.Of("chat", Slow));
        Assert.NotNull(await Waiting.UntilAsync(() => gateway.Simulator.Open == 1, TimeSpan.FromSeconds(10)));
        var second = LimitRig.AskAsync(gateway, "k");
        Assert.NotNull(await Waiting.UntilAsync(() => LimitRig.Waiting(gateway) == 1, TimeSpan.FromSeconds(10)));
        using (var wallet = await gateway.SendAsync(HttpMethod.Get, "/v1/wallet", null, LimitRig.As("k")))
        {
            var body = System.Text.Json.Nodes.JsonNode.Parse(await wallet.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.StartsWith("1000.00", body["available"]!.ToString(), StringComparison.Ordinal);
        }

        Assert.Single(gateway.Simulator.Record.Exchanges);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await first).Status, (await second).Status));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(4));
        Assert.Equal(0, await LimitRig.UsedAsync(gateway, "k", "concurrent"));
    }

    [Fact]
    public async Task Wait_ends_with_429_when_it_is_over_and_at_once_where_too_many_wait()
    {
        await using var gateway = await LimitRig.StartAsync(
            [LimitRig.Key("k", "concurrent: 1")], "rate_limit_queue: {seconds: 2, waiting: 1}", models: ["sim-text-n3-d9000"]);
        using var leaves = new CancellationTokenSource();
        var first = gateway.Http.SendAsync(Request("sim-text-n3-d9000"), leaves.Token);
        Assert.NotNull(await Waiting.UntilAsync(() => gateway.Simulator.Open == 1, TimeSpan.FromSeconds(10)));
        var clock = Stopwatch.StartNew();
        var waits = LimitRig.AskAsync(gateway, "k");
        Assert.NotNull(await Waiting.UntilAsync(() => LimitRig.Waiting(gateway) == 1, TimeSpan.FromSeconds(10)));
        var full = await LimitRig.AskAsync(gateway, "k");
        Assert.Equal(HttpStatusCode.TooManyRequests, full.Status);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1.9));
        Assert.Contains("and 1 more wait", full.Body, StringComparison.Ordinal);

        var (status, body, response) = await waits;
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(6));
        Assert.Contains("none has ended within 2s", body, StringComparison.Ordinal);
        Assert.Equal(("key_concurrent; limit=1; used=1", "true"), (Told.Header(response, "x-gantry-rate-limit"), Told.Header(response, "x-should-retry")));
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.NotNull(await Waiting.UntilAsync(() => gateway.Running == 0, TimeSpan.FromSeconds(10)));
        Assert.Equal(HttpStatusCode.OK, (await LimitRig.AskAsync(gateway, "k")).Status);
    }

    [Fact]
    public async Task Client_that_leaves_the_queue_is_gone_at_once_and_reaches_nobody()
    {
        await using var gateway = await LimitRig.StartAsync([LimitRig.Key("k", "concurrent: 1")], "rate_limit_queue: {seconds: 30}", models: ["sim-text-n3-d1500"]);
        var first = LimitRig.AskAsync(gateway, "k", Call.Of("chat", "sim-text-n3-d1500"));
        Assert.NotNull(await Waiting.UntilAsync(() => gateway.Simulator.Open == 1, TimeSpan.FromSeconds(10)));
        using var leaves = new CancellationTokenSource();
        var left = gateway.Http.SendAsync(Request("m"), leaves.Token);
        Assert.NotNull(await Waiting.UntilAsync(() => LimitRig.Waiting(gateway) == 1, TimeSpan.FromSeconds(10)));
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.NotNull(await Waiting.UntilAsync(() => gateway.Running == 1, TimeSpan.FromSeconds(5)));

        Assert.Equal(HttpStatusCode.OK, (await first).Status);
        Assert.Single(gateway.Simulator.Record.Exchanges);
        var rows = await gateway.UsageAsync(2);
        Assert.Equal(["client_left", "completed"], rows.Select(r => r.Outcome).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task R_51_After_two_hundred_failures_of_every_kind_no_place_is_taken()
    {
        string[] models =
        [
            "sim-text-n3-fault-500", "sim-text-n3-fault-429", "sim-text-n3-fault-400", "sim-text-n3-fault-reset", "sim-text-n6-fault-cut50", "sim-text-n6-fault-closeafter-k2",
            "sim-text-n6-fault-resetafter-k2", "sim-text-n3-fault-html", "sim-text-n3-fault-empty", "sim-text-n6-fault-errorafter-k2", "sim-text-n400-b16-i10", "sim-text-n3-d3000",
        ];
        await using var gateway = await LimitRig.StartAsync(
            [LimitRig.Key("k", "concurrent: 12, tokens_per_minute: 100000000")], "rate_limit_queue: {seconds: 3, waiting: 1000}", models: models);
        var outcomes = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) =>
        {
            var call = i % 17 == 16 ? Call.Of("chat", "unknown") : Call.Of(Call.Protocols[i % 4], models[i / 4 % models.Length], stream: i % 3 != 0);
            using var leaves = new CancellationTokenSource(call.Json.Contains("n400", StringComparison.Ordinal) || call.Path.Contains("n400", StringComparison.Ordinal)
                || (call.Json + call.Path).Contains("d3000", StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(40 + i) : TimeSpan.FromSeconds(20));
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, call.Path) { Content = new StringContent(call.Json, System.Text.Encoding.UTF8, "application/json") };
                request.Headers.TryAddWithoutValidation(LimitRig.As("k").Name, LimitRig.As("k").Value);
                using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaves.Token);
                await response.Content.ReadAsByteArrayAsync(leaves.Token);
                outcomes.Add($"{(int)response.StatusCode}");
            }
            catch (Exception failure) when (failure is OperationCanceledException or HttpRequestException or IOException)
            {
                outcomes.Add(failure is OperationCanceledException ? "left" : "broken");
            }
        });

        Assert.Equal(200, outcomes.Count);
        Assert.True(outcomes.Distinct().Count() >= 5, string.Join(" ", outcomes.Distinct()));
        Assert.NotNull(await Waiting.UntilAsync(() => gateway.Running == 0, TimeSpan.FromSeconds(2)));
        Assert.Equal(0, await LimitRig.UsedAsync(gateway, "k", "concurrent"));
    }

    private static HttpRequestMessage Request(string model)
    {
        var call = Call.Of("chat", model);
        var request = new HttpRequestMessage(HttpMethod.Post, call.Path) { Content = new StringContent(call.Json, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(LimitRig.As("k").Name, LimitRig.As("k").Value);
        return request;
    }
}
