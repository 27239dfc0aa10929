using Gantry.Simulator.Recording;

namespace Gantry.Clients.Tests.Gateway;

/// <summary>The gateway of all tests that break nothing, in front of the scripted upstream.</summary>
internal sealed class GantryGateway : IGateway
{
    private readonly SimulatedUpstream _upstream;
    private readonly SimulatedUpstream _strict;
    private readonly GatewayServer _server;

    private GantryGateway(SimulatedUpstream upstream, SimulatedUpstream strict, GatewayServer server) => (_upstream, _strict, _server) = (upstream, strict, server);

    public string BaseUrl => _server.BaseUrl;

    public string Key => _server.Key;

    public SimulatorRecord Upstream => _upstream.Record;

    public SimulatorRecord Strict => _strict.Record;

    /// <summary>Starts the upstream and the server, and waits until it is ready.</summary>
    public static async Task<IGateway> StartAsync()
    {
        var upstream = await SimulatedUpstream.StartAsync();
        var strict = await SimulatedUpstream.StartAsync(upstream.Key, strict: true);
        return new GantryGateway(upstream, strict, await GatewayServer.StartAsync(GatewayConfiguration.Of(upstream.BaseUrl, strict.BaseUrl), upstream.Key));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _upstream.DisposeAsync();
        await _strict.DisposeAsync();
    }
}
