using Gantry.Simulator;
using Gantry.Simulator.Recording;

namespace Gantry.Clients.Tests.Gateway;

/// <summary>The scripted upstream in this process, with a key of its own.</summary>
internal sealed class SimulatedUpstream(SimulatorServer server, string key) : IAsyncDisposable
{
    /// <summary>Root, without a slash at the end.</summary>
    public string BaseUrl => server.BaseUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>The only key that it accepts: the clients' own must never get here.</summary>
    public string Key { get; } = key;

    public SimulatorRecord Record => server.Record;

    public static async Task<SimulatedUpstream> StartAsync()
    {
        var key = $"upstream-{Guid.CreateVersion7():N}";
        return new SimulatedUpstream(await SimulatorServer.StartAsync(new SimulatorOptions { RequiredKey = key }), key);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
