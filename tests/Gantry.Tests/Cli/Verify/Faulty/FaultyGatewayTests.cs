using System.Text.Json.Nodes;
using Gantry.Cli;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Cli.Verify.Faulty;

public sealed class FaultyGatewayTests(HealthyGateway healthy) : IClassFixture<HealthyGateway>
{
    // What a quick gateway without limits gives nothing to judge.
    private static readonly string[] Unjudged = ["error.rate-limit", "stream.flow"];

    // The faulty gateway holds every stream back, so that it can change it: on a slow machine that is seen in any scenario.
    private const string HeldBack = "stream.flow";

    public static TheoryData<string> Faults() => [.. FaultTable.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_fails_what_it_breaks_and_nothing_else(string name)
    {
        var fault = FaultTable.All.Single(fault => fault.Name == name);

        var (code, results) = await VerifyAsync(fault);

        foreach (var (protocol, expected) in fault.Expected)
            Assert.Equal(expected.Order(StringComparer.Ordinal), Faulted(results[protocol]).Except(expected.Contains(HeldBack) ? [] : [HeldBack]).Order(StringComparer.Ordinal));
        Assert.Equal(ExitCodes.CheckFailed, code);
    }

    [Fact]
    public async Task The_same_server_without_a_fault_passes()
    {
        var (code, results) = await VerifyAsync(FaultTable.None);

        Assert.Equal(results.Values.Any(protocol => Faulted(protocol).Any()) ? ExitCodes.CheckFailed : ExitCodes.Done, code);
        Assert.All(results.Values, protocol =>
        {
            Assert.Empty(Faulted(protocol).Except([HeldBack]));
            Assert.Subset(Unjudged.ToHashSet(), protocol.Where(one => one.Outcome == "skip").Select(one => one.Id).ToHashSet());
        });
    }

    [Fact]
    public void Fifteen_faults_and_more_are_known() => Assert.InRange(FaultTable.All.Count, 15, 100);

    private static IEnumerable<string> Faulted(List<(string Id, string Outcome)> protocol) =>
        protocol.Where(one => one.Outcome is "fail" or "warn").Select(one => one.Id);

    private static string ModelOf(string protocol, string scenario) =>
        protocol == "messages" && scenario == HealthyGateway.Plain ? HealthyGateway.Claude : Crossing.Model(protocol, scenario);

    private async Task<(int Code, Dictionary<string, List<(string Id, string Outcome)>> Results)> VerifyAsync(Fault fault)
    {
        await using var gateway = await FaultyGateway.StartAsync(healthy.Address, fault);
        await using var output = new StringWriter();
        List<string> args = ["verify", gateway.BaseUrl.ToString(), "--key", HealthyGateway.Key, "--json", "--timeout", fault.Hangs ? "2" : "30"];
        args.AddRange(["--protocol", string.Join(',', fault.Expected.Keys)]);
        if (fault.Only is { } only) args.AddRange(["--only", only]);
        foreach (var protocol in fault.Expected.Keys) args.AddRange([$"--model-{protocol}", ModelOf(protocol, fault.Scenario)]);
        var code = await GantryCommand.RunAsync([.. args], output, output, TestContext.Current.CancellationToken);
        var results = JsonNode.Parse(output.ToString())!["protocols"]!.AsArray().ToDictionary(
            protocol => protocol!["protocol"]!.GetValue<string>(),
            protocol => protocol!["assertions"]!.AsArray()
                .Select(one => (one!["id"]!.GetValue<string>(), one["outcome"]!.GetValue<string>())).ToList());
        Assert.DoesNotContain(HealthyGateway.Key, output.ToString(), StringComparison.Ordinal);
        return (code, results);
    }
}
