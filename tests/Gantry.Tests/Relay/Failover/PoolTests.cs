using Gantry.Relay;
using Gantry.Routing.Health;
using Gantry.Simulator;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>What many requests in a row do to upstreams that fail.</summary>
[Waiting]
public sealed class PoolTests
{
    private const int Requests = 100;

    [Theory]
    [InlineData("500", 1)]
    [InlineData("500", 2)]
    [InlineData("reset", 1)]
    [InlineData("errorbefore", 2)]
    public async Task R_20_Failure_of_everybody_is_not_multiplied(string fault, int upstreams)
    {
        await using var rig = await FailoverRig.StartAsync(new RelayLimits(), (bad, good) => FailoverRig.File(
            [FailoverRig.Upstream("bad", bad), FailoverRig.Upstream("good", good)],
            [("m", "bad", FailoverRig.Broken(fault), 0), .. upstreams == 2 ? [("m", "good", FailoverRig.Broken(fault), 1)] : Array.Empty<(string, string, string, int)>()]));

        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) =>
        {
            var call = ClientCall.Ask("chat", "m", stream: false);
            using var response = await rig.Gateway.PostAsync(call.Path, call.Body);
            Assert.InRange((int)response.StatusCode, 500, 503);
        });

        var asked = rig.Bad.Record.Exchanges.Count + rig.Better.Record.Exchanges.Count;
        Assert.InRange(asked, Requests, (Requests * 6 / 5) + 3);
        await rig.Gateway.UsageAsync(Requests);
        await rig.CheckMoneyAsync();
        Assert.Equal(0, (await rig.RowsAsync<long>("SELECT SUM(charged_nanos) FROM usage_records")).Single());
    }

    [Fact]
    public async Task R_22_Refused_credential_is_out_after_one_call_and_nobody_notices()
    {
        const string wrong = "wrong-key-0123456789";
        await using var rig = await FailoverRig.StartAsync(
            new RelayLimits(),
            (bad, good) => FailoverRig.File(
                [FailoverRig.Upstream("bad", bad, keys: $"{wrong}, {TestGateway.UpstreamKey}"), FailoverRig.Upstream("good", good)],
                [("m", "bad", FailoverRig.Good, 0), ("m", "good", FailoverRig.Good, 1)]),
            bad: new SimulatorOptions { RequiredKey = TestGateway.UpstreamKey });

        for (var number = 0; number < 30; number++)
        {
            var tried = await rig.AskAsync("chat", "m", stream: number % 2 == 0);
            tried.CheckServed("chat", stream: number % 2 == 0);
            Assert.DoesNotContain(tried.Trail, attempt => (string)attempt!["outcome"]! is not ("served" or "credential_refused"));
            Assert.True(tried.Trail.Count == 1 || tried.CostStatuses[0] == "zero", tried.ToString());
        }

        Assert.Single(rig.Bad.Record.Exchanges, exchange => exchange.Status == 401);
        var views = rig.Health.Live.All.Where(reachable => reachable.Target.Upstream == "bad").Select(reachable => rig.Health.Look(reachable.Target)).ToList();
        Assert.Equal((HealthState.Out, HealthCause.Credential), views.Where(view => view.State != HealthState.Healthy).Select(view => (view.State, view.Cause)).Single());
        await rig.CheckMoneyAsync();
    }

    [Fact]
    public async Task R_23_Upstream_that_works_again_is_asked_within_a_second_of_its_rest()
    {
        await using var rig = await FailoverRig.StartAsync(FailoverRig.Good);
        rig.Bad.Scripts.Enqueue(new Script { As = FailoverRig.Broken("500"), Times = 5 });
        for (var number = 0; number < 5; number++)
        {
            Assert.Equal("bad:upstream_failed good:served", (await rig.AskAsync("chat", "m", stream: false)).Way);
        }

        var view = rig.Report("bad", FailoverRig.Good).View;
        Assert.Equal((HealthState.Cooling, HealthCause.Target), (view.State, view.Cause));
        var due = view.NextProbe!.Value;
        Assert.InRange((due - TimeProvider.System.GetUtcNow()).TotalSeconds, 3, 5.5);
        while (rig.Bad.Record.Exchanges.Count == 5 && TimeProvider.System.GetUtcNow() < due + TimeSpan.FromSeconds(2))
        {
            Assert.Equal(200, (await rig.AskAsync("chat", "m", stream: false)).Status);
        }

        var probe = rig.Bad.Record.Exchanges[5];
        Assert.InRange((probe.ReceivedAt - due).TotalSeconds, -0.05, 1);
        Assert.Equal(HealthState.Healthy, rig.Report("bad", FailoverRig.Good).View.State);
        await rig.CheckMoneyAsync();
    }

    [Fact]
    public async Task Group_at_another_price_is_not_asked_in_the_place_of_one_that_fails()
    {
        await using var rig = await FailoverRig.StartAsync(new RelayLimits(), (bad, good) => $$"""
            upstreams:
            {{FailoverRig.Upstream("bad", bad)}}
            {{FailoverRig.Upstream("good", good)}}
            models:
              - id: m
                price:
                  input: 3
                  output: 15
            groups:
              - name: usual
                deployments:
                  - model: m
                    upstream: bad
                    upstream_model: {{FailoverRig.Broken("503")}}
              - name: dear
                multiplier: 2
                deployments:
                  - model: m
                    upstream: good
                    upstream_model: {{FailoverRig.Good}}
            {{FailoverRig.Account("usual, dear")}}
            """);

        var tried = await rig.AskAsync("chat", "m", stream: false);

        tried.CheckRefused("chat", 503);
        Assert.All(tried.Trail, attempt => Assert.Equal(("usual", "bad"), ((string)attempt!["group"]!, (string)attempt["upstream"]!)));
        Assert.Empty(rig.Better.Record.Exchanges);
    }

    [Theory]
    [InlineData("chat", "relay")]
    [InlineData("responses", "relay")]
    [InlineData("messages", "relay")]
    [InlineData("gemini", "relay")]
    [InlineData("chat", "translate")]
    [InlineData("responses", "translate")]
    public async Task R_10_Error_that_the_request_has_brought_about_is_not_tried_elsewhere(string protocol, string way)
    {
        await using var rig = await FailoverRig.StartAsync(FailoverRig.Good, speaks: Ways.Spoken(way, second: false, protocol));
        foreach (var (stream, body) in ((bool, string)[])[(false, "400"), (true, "400"), (false, "404"), (true, "413"), (false, "422")])
        {
            rig.Bad.Scripts.Replace(new Script { As = FailoverRig.Broken(body) });
            var before = rig.Bad.Record.Exchanges.Count;

            var tried = await rig.AskAsync(protocol, "m", stream);

            Assert.InRange(tried.Status, 400, 422);
            Assert.Equal(("bad:request_refused", 0), (tried.Way, tried.Charged));
            Assert.Equal("zero", tried.CostStatuses.Single());
            Assert.Equal(1, rig.Bad.Record.Exchanges.Count - before);
        }

        Assert.Empty(rig.Better.Record.Exchanges);
        Assert.Equal(0, rig.Report("bad", FailoverRig.Good).HalfMinute.Attempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R_10_Overflow_of_the_context_told_in_a_200_is_not_tried_elsewhere(bool stream)
    {
        await using var rig = await FailoverRig.StartAsync(FailoverRig.Good);
        const string error = """{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""";
        rig.Bad.Scripts.Enqueue(new Script
        {
            Replay = new ReplayScript
            {
                Headers = [new("content-type", stream ? "text/event-stream" : "application/json")],
                Body = System.Text.Encoding.UTF8.GetBytes(stream ? $"data: {error}\n\n" : error),
            },
        });

        var tried = await rig.AskAsync("chat", "m", stream);

        Assert.Contains("context_length_exceeded", tried.Body);
        Assert.Equal(("bad:request_refused", 0), (tried.Way, tried.Charged));
        Assert.Empty(rig.Better.Record.Exchanges);
    }
}
