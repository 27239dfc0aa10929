using Gantry.Clients.Tests.Gateway;
using Gantry.Simulator.Recording;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>A gateway whose key may have one request under way, and no queue; and few tokens of one model a minute.</summary>
internal sealed class LimitingGateway : IGateway
{
    /// <summary>An answer that takes a second and a half.</summary>
    public const string Slow = "sim-text-n3-d1500";

    private readonly SimulatedUpstream _upstream;
    private readonly GatewayServer _server;

    private LimitingGateway(SimulatedUpstream upstream, GatewayServer server) => (_upstream, _server) = (upstream, server);

    public string BaseUrl => _server.BaseUrl;

    public string Key => _server.Key;

    public SimulatorRecord Upstream => _upstream.Record;

    public SimulatorRecord Strict => _upstream.Record;

    public static async Task<LimitingGateway> StartAsync()
    {
        var upstream = await SimulatedUpstream.StartAsync();
        return new LimitingGateway(upstream, await GatewayServer.StartAsync(
            $$$"""
            settings:
              rate_limit_queue: {seconds: 0}
            upstreams:
              - name: sim
                provider: simulator
                base_url: {{{upstream.BaseUrl}}}
                api_keys: ["${{{{GatewayConfiguration.UpstreamKeyVariable}}}}"]
                allow_private_network: true
            models:
              - {id: {{{Slow}}}, price: {free: true}}
              - {id: {{{Models.Gpt}}}, price: {free: true}}
              - {id: {{{Models.Claude}}}, price: {free: true}}
              - {id: {{{Models.ClaudeSmall}}}, price: {free: true}}
            groups:
              - name: clients
                model_rate_limits:
                  {{{Models.ClaudeSmall}}}: {tokens_per_minute: 1}
                deployments:
                  - {model: {{{Slow}}}, upstream: sim}
                  - {model: {{{Models.Gpt}}}, upstream: sim}
                  - {model: {{{Models.Claude}}}, upstream: sim}
                  - {model: {{{Models.ClaudeSmall}}}, upstream: sim}
            accounts:
              - email: clients@example.com
                keys:
                  - name: clients
                    secret: "${{{{GatewayConfiguration.ClientKeyVariable}}}}"
                    groups: [clients]
                    rate_limits: {concurrent: 1}
            """,
            upstream.Key));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _upstream.DisposeAsync();
    }
}
