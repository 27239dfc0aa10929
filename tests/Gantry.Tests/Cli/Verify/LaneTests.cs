using Gantry.Cli;
using Gantry.Cli.Verify;
using Gantry.Cli.Verify.Assertions;
using Gantry.Tests.Cli.Verify.Faulty;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

/// <summary>Gantry itself, relaying and translating: every protocol of a client over every protocol of an upstream that refuses what its vendor refuses.</summary>
public sealed class LaneTests(HealthyGateway healthy) : IClassFixture<HealthyGateway>
{
    private static readonly string[] Unjudged = ["error.rate-limit", "stream.flow"];

    public static TheoryData<string> Upstreams() => [.. Crossing.Upstreams];

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Every_protocol_holds_over_an_upstream_of(string upstream)
    {
        var report = await RunAsync(Crossing.Model(upstream, HealthyGateway.Plain), Selection.Everything);

        Assert.Equal([], Named(report, Outcome.Fail, Outcome.Warn));
        Assert.True(report.Holds);
        // Only Chat keeps what a model thought to itself.
        var skipped = upstream == "chat" ? [.. Unjudged, "think."] : Unjudged;
        Assert.All(Named(report, Outcome.Skip), one => Assert.Contains(skipped, allowed => one.Contains(allowed, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Streams_flow_over_an_upstream_of(string upstream)
    {
        var report = await RunAsync(Crossing.Model(upstream, HealthyGateway.Slow), Selection.Parse("stream.flow").Selection!);

        Assert.Equal(VerifyOptions.All.Count, Named(report, Outcome.Pass).Count);
    }

    private static List<string> Named(VerifyReport report, params IReadOnlyList<Outcome> outcomes) =>
    [
        .. from protocol in report.Protocols
           from assertion in protocol.Assertions
           where outcomes.Contains(assertion.Outcome)
           select $"{protocol.Protocol} {assertion.Id}: {assertion.Message}",
    ];

    private async Task<VerifyReport> RunAsync(string model, Selection only)
    {
        using var http = CommandHttp.Create(healthy.Address);
        var options = new VerifyOptions(healthy.Address, HealthyGateway.Key)
        {
            Models = VerifyOptions.All.ToDictionary(protocol => protocol, _ => model),
            Only = only,
        };
        return await new VerifyRun(options, http, TimeProvider.System).RunAsync(_ => { }, TestContext.Current.CancellationToken);
    }
}
