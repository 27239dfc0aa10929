using Gantry.Cli;
using Gantry.Cli.Verify;
using Gantry.Cli.Verify.Assertions;
using Gantry.Tests.Cli.Verify.Faulty;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

/// <summary>Gantry itself, relaying and translating: every protocol of a client over every protocol of an upstream that refuses what its vendor refuses.</summary>
public sealed class LaneTests(StrictGateway strict) : IClassFixture<StrictGateway>
{
    // What nothing was over, what was too quick, and what only some upstreams think.
    private static readonly string[] Unjudged = ["error.rate-limit", "ids.unique", "stream.flow", "think.return", "think.sealed", "think.signature", "think.signature-stream"];

    public static TheoryData<string> Upstreams() => [.. Crossing.Upstreams];

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Every_protocol_holds_over_an_upstream_of(string upstream)
    {
        var report = await RunAsync(Crossing.Model(upstream, HealthyGateway.Plain), Selection.Everything);

        Assert.True(report.Holds);
        Assert.Equal(Warned(upstream), Named(report, Outcome.Fail, Outcome.Warn));
        Assert.Subset(Unjudged.ToHashSet(), Named(report, Outcome.Skip).Select(one => one.Split(' ')[1]).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Streams_flow_over_an_upstream_of(string upstream)
    {
        var report = await RunAsync(Crossing.Model(upstream, HealthyGateway.Slow), Selection.Parse("stream.flow").Selection!);

        Assert.Equal(VerifyOptions.All.Count, Named(report, Outcome.Pass).Count);
    }

    // A vendor's own refusal passes as it is, and Responses knows no stop sequences: the answer says that they were dropped.
    private static List<string> Warned(string upstream) => upstream switch
    {
        "responses" => ["Chat stop.sequence", "Responses accept.fields", "Messages stop.sequence", "Gemini stop.sequence"],
        "chat" or "messages" or "gemini" => [char.ToUpperInvariant(upstream[0]) + upstream[1..] + " accept.fields"],
        _ => [],
    };

    private static List<string> Named(VerifyReport report, params IReadOnlyList<Outcome> outcomes) =>
    [
        .. from protocol in report.Protocols
           from assertion in protocol.Assertions
           where outcomes.Contains(assertion.Outcome)
           select $"{protocol.Protocol} {assertion.Id}",
    ];

    private async Task<VerifyReport> RunAsync(string model, Selection only)
    {
        using var http = CommandHttp.Create(strict.Address);
        var options = new VerifyOptions(strict.Address, HealthyGateway.Key)
        {
            Models = VerifyOptions.All.ToDictionary(protocol => protocol, _ => model),
            Only = only,
        };
        return await new VerifyRun(options, http, TimeProvider.System).RunAsync(_ => { }, TestContext.Current.CancellationToken);
    }
}
