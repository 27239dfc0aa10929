using System.Text;
using Gantry.Clients.Tests.Gateway;
using Gantry.Simulator.Recording;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>A gateway whose upstream breaks off, refuses and overcharges on demand: what its clients make of that is seen.</summary>
internal sealed class FailingGateway : IGateway
{
    /// <summary>Its answers cost a tenth of a cent a token, so that a bound on their cost ends them in the middle.</summary>
    public const string Dear = "sim-text-n300-i5";

    private readonly GatewayServer _server;

    private FailingGateway(SimulatedUpstream upstream, GatewayServer server) => (Simulated, _server) = (upstream, server);

    /// <summary>Five answers of sixty events, broken off at another point each.</summary>
    public static IReadOnlyList<string> Cut { get; } = [.. new[] { 10, 30, 50, 70, 90 }.Select(percent => $"sim-text-n60-i2-fault-cut{percent}")];

    public string BaseUrl => _server.BaseUrl;

    public string Key => _server.Key;

    /// <summary>The upstream itself, for scripts.</summary>
    public SimulatedUpstream Simulated { get; }

    public SimulatorRecord Strict => Simulated.Record;

    public SimulatorRecord Upstream => Simulated.Record;

    public static async Task<FailingGateway> StartAsync()
    {
        var upstream = await SimulatedUpstream.StartAsync();
        return new FailingGateway(upstream, await GatewayServer.StartAsync(Configuration(upstream.BaseUrl), upstream.Key));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await Simulated.DisposeAsync();
    }

    private static string Configuration(string upstream)
    {
        string[] models = [.. Cut, Models.Claude, Models.ClaudeSmall, Models.Gpt, Models.Gemini];
        var text = new StringBuilder();
        text.AppendLine($$"""
            upstreams:
              - name: sim
                provider: simulator
                base_url: {{upstream}}
                api_keys: ["${{{GatewayConfiguration.UpstreamKeyVariable}}}"]
                speaks: [chat, responses, messages, gemini]
                allow_private_network: true
            models:
            """);
        text.AppendLine($"  - {{id: {Dear}, price: {{input: 0.01, output: 1000.00}}}}");
        foreach (var model in models)
        {
            text.AppendLine($"  - {{id: {model}, price: {{input: 1.00, output: 2.00}}}}");
        }

        // What the tests count is what the clients have asked for.
        text.AppendLine("settings: {active_probes: false}");
        text.AppendLine("groups:\n  - name: clients\n    deployments:");
        foreach (var model in models.Append(Dear))
        {
            text.AppendLine($"      - {{model: {model}, upstream: sim, upstream_model: {model}}}");
        }

        text.AppendLine($$"""
            accounts:
              - email: clients@example.com
                role: user
                credit: 100000.00
                keys:
                  - name: clients
                    secret: "${{{GatewayConfiguration.ClientKeyVariable}}}"
                    groups: [clients]
            """);
        return text.ToString();
    }
}
