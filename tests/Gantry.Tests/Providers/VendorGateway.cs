using System.Text;
using System.Text.Json.Nodes;
using Gantry.Relay;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>A gateway over one simulator that stands for a vendor, as a file that names this provider makes it.</summary>
internal static class VendorGateway
{
    /// <param name="provider">The vendor.</param>
    /// <param name="model">The model's name for clients and at the vendor.</param>
    /// <param name="folder">What follows the simulator's address in <c>base_url</c>.</param>
    /// <param name="more">Further members of the upstream, each with a comma before it.</param>
    /// <param name="key">The entry of <c>api_keys</c>.</param>
    public static Task<TestGateway> StartAsync(string provider, string model, string folder = "", string more = "", string key = TestGateway.UpstreamKey) =>
        TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, address => $$"""
            upstreams:
              - {name: vendor, provider: {{provider}}, base_url: "{{address.ToString().TrimEnd('/')}}{{folder}}", api_keys: ["{{key}}"], allow_private_network: true{{more}} }
            models:
              - {id: "{{model}}", price: {free: true} }
            groups:
              - name: all
                deployments:
                  - {model: "{{model}}", upstream: vendor, upstream_model: "{{model}}"}
            accounts:
              - {email: test@example.com, keys: [{name: test, secret: {{TestGateway.Key}}, groups: [all] }]}
            """);

    /// <summary>What has arrived at the vendor, the last request.</summary>
    public static JsonNode Arrived(this TestGateway gateway) => JsonNode.Parse(gateway.Simulator.Record.Exchanges[^1].Body.Span)!;

    /// <summary>Makes the vendor answer with a recording.</summary>
    public static void Replay(this TestGateway gateway, int status, string type, string body, bool torn = false) => gateway.Simulator.Scripts.Replace(new Script
    {
        Times = 1,
        Replay = new ReplayScript
        {
            Status = status,
            Headers = [new("content-type", type)],
            Body = Encoding.UTF8.GetBytes(body),
            ChunkSizes = torn ? [1, 7, 300, 2, 4096] : [],
        },
    });

    public static async Task<string> TextAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return text;
    }
}
