using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Relay;
using Gantry.Routing.Health;
using Gantry.Simulator;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Probes;

[Collection(AloneCollection.Name)]
public sealed class ActiveProbeTests
{
    private const string Model = "sim-text-n3";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Protocol.Chat, "max_completion_tokens", 1)]
    [InlineData(Protocol.Responses, "max_output_tokens", 16)]
    [InlineData(Protocol.Messages, "max_tokens", 1)]
    [InlineData(Protocol.Gemini, "generationConfig.maxOutputTokens", 1)]
    [InlineData(Protocol.Converse, "inferenceConfig.maxTokens", 1)]
    public async Task Refused_credential_is_asked_for_the_least_in_the_protocol_that_the_upstream_prefers(Protocol spoken, string member, int tokens)
    {
        await using var rig = await ProbeRig.StartAsync(
            address => ProbeRig.Upstream("sim", address, $", speaks: [{spoken.ToString().ToLowerInvariant()}, chat]"), [("sim", Model)]);
        var target = rig.Target("sim", Model);
        rig.Try(target, AttemptOutcome.CredentialRefused);
        Assert.Equal(0, await rig.LookAsync(Cancellation));
        rig.PassRest(target);
        Assert.Equal(1, await rig.LookAsync(Cancellation));
        Assert.Equal(HealthState.Healthy, rig.Board.Look(target).State);

        var asked = Assert.Single(rig.Gateway.Simulator.Record.Exchanges);
        Assert.Equal((spoken, 200, false), (asked.Protocol, asked.Status, asked.Stream));
        var body = JsonNode.Parse(asked.Body.Span)!;
        Assert.Equal(tokens, (int)member.Split('.').Aggregate(body, (node, name) => node[name]!));
        Assert.Empty(await rig.Gateway.UsageAsync(0));
    }

    [Fact]
    public async Task R_22_Credential_that_is_still_refused_stays_out_and_is_asked_ever_more_seldom()
    {
        await using var rig = await ProbeRig.StartAsync(
            address => ProbeRig.Upstream("sim", address), [("sim", Model)], simulator: new SimulatorOptions { RequiredKey = "another-key-0123456789" });
        var target = rig.Target("sim", Model);
        rig.Try(target, AttemptOutcome.CredentialRefused);
        foreach (var minutes in (int[])[5, 10, 20, 40, 60, 60])
        {
            Assert.InRange((rig.Board.Look(target).NextProbe!.Value - rig.Time.GetUtcNow()).TotalMinutes, minutes - 0.01, minutes);
            rig.PassRest(target);
            Assert.Equal(1, await rig.LookAsync(Cancellation));
            Assert.Equal((HealthState.Out, AttemptOutcome.CredentialRefused), (rig.Board.Look(target).State, rig.Board.Look(target).Reason));
        }

        Assert.Equal(6, rig.Gateway.Simulator.Record.Exchanges.Count);
    }

    [Theory]
    [InlineData("sim-fault-500", AttemptOutcome.UpstreamFailed)]
    [InlineData("sim-fault-529", AttemptOutcome.Overloaded)]
    [InlineData("sim-fault-html", AttemptOutcome.BadAnswer)]
    [InlineData("sim-fault-empty", AttemptOutcome.BadAnswer)]
    [InlineData("sim-fault-reset", AttemptOutcome.ResetBeforeAnswer)]
    [InlineData("sim-fault-errorbefore", AttemptOutcome.ErrorBeforeContent)]
    public async Task Target_that_nobody_asks_is_asked_until_it_works(string fault, AttemptOutcome reason)
    {
        await using var rig = await ProbeRig.StartAsync(address => ProbeRig.Upstream("sim", address), [("sim", Model)]);
        var target = rig.Target("sim", Model);
        rig.Try(target, AttemptOutcome.FirstByteTimeout, 5);
        rig.Gateway.Simulator.Scripts.Enqueue(new Script { As = fault, Times = 2 });
        foreach (var least in (int[])[9, 18])
        {
            rig.PassRest(target);
            Assert.Equal(1, await rig.LookAsync(Cancellation));
            Assert.Equal((HealthState.Cooling, reason), (rig.Board.Look(target).State, rig.Board.Look(target).Reason));
            Assert.InRange((rig.Board.Look(target).NextProbe!.Value - rig.Time.GetUtcNow()).TotalSeconds, least, least * 1.23);
        }

        rig.PassRest(target);
        await rig.LookAsync(Cancellation);
        Assert.Equal(HealthState.Healthy, rig.Board.Look(target).State);
    }

    [Fact]
    public async Task Upstream_that_cannot_be_reached_is_asked_once_for_all_its_targets()
    {
        using var closed = ClosedPort.Take();
        await using var rig = await ProbeRig.StartAsync(_ => ProbeRig.Upstream("gone", closed.BaseUrl), [("gone", Model), ("gone", "sim-echo")]);
        var target = rig.Target("gone", Model);
        rig.Try(target, AttemptOutcome.ConnectFailed, 3);
        rig.PassRest(target);
        Assert.Equal(1, await rig.LookAsync(Cancellation));
        Assert.Equal(0, await rig.LookAsync(Cancellation));
        Assert.Equal((HealthState.Cooling, HealthCause.Upstream), (rig.Board.Look(rig.Target("gone", "sim-echo")).State, rig.Board.Look(target).Cause));
    }

    [Fact]
    public async Task Upstream_gets_one_probe_at_a_time()
    {
        await using var rig = await ProbeRig.StartAsync(address => ProbeRig.Upstream("sim", address), [("sim", Model), ("sim", "sim-echo")]);
        foreach (var model in (string[])[Model, "sim-echo"])
        {
            rig.Try(rig.Target("sim", model), AttemptOutcome.UpstreamFailed, 5);
        }

        rig.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((1, 1, 0), (await rig.LookAsync(Cancellation), await rig.LookAsync(Cancellation), await rig.LookAsync(Cancellation)));
        Assert.Equal(2, rig.Gateway.Simulator.Record.Exchanges.Count);
    }

    [Fact]
    public async Task All_upstreams_together_get_ten_probes_a_minute()
    {
        string[] names = [.. Enumerable.Range(0, 14).Select(number => $"sim{number:00}")];
        await using var rig = await ProbeRig.StartAsync(
            address => string.Join('\n', names.Select(name => ProbeRig.Upstream(name, address))), names.Select(name => (name, Model)));
        foreach (var name in names)
        {
            rig.Try(rig.Target(name, Model), AttemptOutcome.UpstreamFailed, 5);
        }

        rig.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(10, await rig.LookAsync(Cancellation));
        rig.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, await rig.LookAsync(Cancellation));
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(4, await rig.LookAsync(Cancellation));
        Assert.All(names, name => Assert.Equal(HealthState.Healthy, rig.Board.Look(rig.Target(name, Model)).State));
    }

    [Fact]
    public async Task Nobody_is_asked_where_the_operator_does_not_want_it()
    {
        await using var rig = await ProbeRig.StartAsync(address => ProbeRig.Upstream("sim", address), [("sim", Model)], "{active_probes: false}");
        var target = rig.Target("sim", Model);
        rig.Try(target, AttemptOutcome.UpstreamFailed, 5);
        rig.PassRest(target);
        Assert.Equal(0, await rig.LookAsync(Cancellation));
        Assert.Equal(HealthState.Probing, rig.Board.Look(target).State);
        Assert.Empty(rig.Gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Request_that_makes_no_sense_to_the_upstream_shows_that_it_lives()
    {
        await using var rig = await ProbeRig.StartAsync(address => ProbeRig.Upstream("sim", address), [("sim", Model)]);
        var target = rig.Target("sim", Model);
        rig.Try(target, AttemptOutcome.UpstreamFailed, 5);
        rig.Gateway.Simulator.Scripts.Enqueue(new Script { As = "sim-fault-404" });
        rig.PassRest(target);
        await rig.LookAsync(Cancellation);
        Assert.Equal(HealthState.Healthy, rig.Board.Look(target).State);
    }

    [Fact]
    public async Task R_23_Running_gateway_probes_within_a_second_of_the_end_of_a_rest()
    {
        var time = new FakeTime(TimeProvider.System.GetUtcNow());
        var counted = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name is "gantry.health.changes" or "gantry.probes")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => counted.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.Start();
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits(), simulator => TestGateway.Configuration(simulator, [Model]), options => options with { Time = time });
        var board = gateway.Host.Services.GetRequiredService<HealthBoard>();
        Assert.NotNull(await Waiting.UntilAsync(() => board.Live.All.Any(), TimeSpan.FromSeconds(10)));
        var target = board.Live.All.Single().Target;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            board.End(board.Begin(target), AttemptOutcome.UpstreamFailed);
        }

        var began = TimeProvider.System.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(6));
        await gateway.Simulator.Record.ArrivedAsync(1, Cancellation);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TestRun.Limit(1));
        Assert.NotNull(await Waiting.UntilAsync(() => board.Look(target).State == HealthState.Healthy, TimeSpan.FromSeconds(10)));
        Assert.NotNull(await Waiting.UntilAsync(() => counted.Count == 3, TimeSpan.FromSeconds(10)));
        Assert.Equal(["gantry.health.changes sim target cooling", "gantry.health.changes sim target healthy", "gantry.probes sim served"], counted);
        Assert.True(board.TryBegin(target, out _) && board.TryBegin(target, out _), "all are let in at once");
        Assert.Empty(await gateway.UsageAsync(0));
    }
}
