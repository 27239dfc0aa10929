using Gantry.Cli;
using Gantry.Cli.Verify;
using Gantry.Cli.Verify.Assertions;
using Gantry.Simulator;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

/// <summary>The simulator answers as the vendors do, and no vendor is a gateway: what only gateways do is missing there, and nothing else.</summary>
public sealed class VerifySimulatorTest
{
    private const string Key = "simulated-key-0123456789";

    private static readonly string[] OnlyGatewaysDo =
    [
        "accept.gzip", "error.request-id", "error.too-large", "key.query", "key.x-api-key", "key.x-goog-api-key",
        "messages.version-missing", "responses.codex-models", "whole.request-id",
    ];

    [Fact]
    public async Task The_simulator_does_everything_that_clients_need()
    {
        var report = await RunAsync(new VerifyOptions(new Uri("http://unused"), Key));

        Assert.All(report.Protocols, protocol => Assert.Null(protocol.SkipReason));
        Assert.True(report.Holds);
        Assert.All(report.Protocols, protocol => Assert.Subset(
            OnlyGatewaysDo.ToHashSet(), protocol.Assertions.Where(one => one.Outcome == Outcome.Warn).Select(one => one.Id).ToHashSet()));
    }

    [Fact]
    public async Task A_stream_with_pauses_is_seen_to_flow()
    {
        var models = VerifyOptions.All.ToDictionary(protocol => protocol, _ => "sim-text-n30-i10");

        var report = await RunAsync(new VerifyOptions(new Uri("http://unused"), Key) { Models = models, Only = Selection.Parse("stream.flow").Selection! });

        Assert.All(report.Protocols, protocol => Assert.Equal(Outcome.Pass, protocol.Assertions.Single(one => one.Id == "stream.flow").Outcome));
    }

    private static async Task<VerifyReport> RunAsync(VerifyOptions options)
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions { RequiredKey = Key });
        using var http = CommandHttp.Create(simulator.BaseUrl);
        return await new VerifyRun(options with { BaseUrl = simulator.BaseUrl }, http, TimeProvider.System).RunAsync(_ => { }, CancellationToken.None);
    }
}
