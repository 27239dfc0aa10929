namespace Gantry.Clients.Tests.Gateway;

/// <summary>The scripted upstream alone: what the clients do without a gateway between.</summary>
internal sealed class SimulatorGateway(SimulatedUpstream upstream) : IGateway
{
    public string BaseUrl => upstream.BaseUrl;

    public string Key => upstream.Key;

    public bool IsGantry => false;

    public static async Task<IGateway> StartAsync() => new SimulatorGateway(await SimulatedUpstream.StartAsync());

    public ValueTask DisposeAsync() => upstream.DisposeAsync();
}
