using System.Net;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

/// <summary>Faults of the client's own are told once, and nobody else is bothered with them.</summary>
public sealed class ClientFaultTests
{
    private const string Refuses = "sim-text-fault-400";

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    [Trait("Case", "277")]
    public async Task Refusal_of_the_request_by_one_of_three_upstreams_is_not_tried_elsewhere_and_cools_no_credential(string protocol)
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), ThreeUpstreams);
        for (var i = 1; i <= 3; i++)
        {
            var call = ClientCall.Ask(protocol, Refuses, stream: false);
            using var answer = await gateway.PostAsync(call.Path, call.Body);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(i, gateway.Simulator.Record.Exchanges.Count);
        }

        // One after the other by the same upstream: the refusals said nothing against it or its key.
        Assert.All(await gateway.UsageAsync(3), row => Assert.Equal(("first", 1L), (row.Upstream, row.Attempts)));
    }

    private static string ThreeUpstreams(Uri simulator)
    {
        string[] names = ["first", "second", "third"];
        return string.Join('\n',
        [
            "upstreams:",
            .. names.Select(name => $"  - {{name: {name}, provider: simulator, base_url: \"{simulator}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true}}"),
            "models:",
            $"  - {{id: {Refuses}, price: {{free: true}}}}",
            "groups:",
            "  - name: all",
            "    deployments:",
            .. names.Select((name, place) => $"      - {{model: {Refuses}, upstream: {name}, priority: {place}}}"),
            "accounts:",
            "  - email: test@example.com",
            "    keys:",
            $"      - {{name: test, secret: {TestGateway.Key}, groups: [all]}}",
        ]);
    }
}
