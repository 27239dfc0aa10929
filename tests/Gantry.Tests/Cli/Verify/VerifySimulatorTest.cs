using Gantry.Cli;
using Gantry.Cli.Verify;
using Gantry.Cli.Verify.Assertions;
using Gantry.Simulator;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

/// <summary>The simulator answers as the vendors do, and no vendor is a gateway: what only a gateway does is missing there, and nothing else.</summary>
public sealed class VerifySimulatorTest
{
    private const string Key = "simulated-key-0123456789";

    [Fact]
    public async Task The_simulator_fails_only_what_vendors_do_not_do()
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions { RequiredKey = Key });
        using var http = CommandHttp.Create(simulator.BaseUrl);

        var report = await new VerifyRun(new VerifyOptions(simulator.BaseUrl, Key), http, TimeProvider.System).RunAsync(_ => { }, CancellationToken.None);

        Assert.All(report.Protocols, protocol => Assert.Null(protocol.SkipReason));
        Assert.Equal([], report.Protocols.SelectMany(protocol => protocol.Assertions, (protocol, one) => $"{protocol.Protocol} {one.Id} {one.Outcome}: {one.Message}")
            .Where(line => !line.Contains(" Pass", StringComparison.Ordinal)));
        Assert.DoesNotContain(report.Protocols.SelectMany(protocol => protocol.Assertions), one => one.Outcome == Outcome.Skip);
    }
}
