using Gantry.Simulator.Recording;
using Gantry.Simulator;

namespace Gantry.Clients.Tests.Gateway;

/// <summary>The scripted upstream in this process, with a key of its own.</summary>
internal sealed class SimulatedUpstream(SimulatorServer server, string key) : IAsyncDisposable
{
    /// <summary>Root, without a slash at the end.</summary>
    public string BaseUrl => server.BaseUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>Everything that it was asked.</summary>
    public SimulatorRecord Record => server.Record;

    /// <summary>The only key that it accepts: the clients' own must never get here.</summary>
    public string Key { get; } = key;

    public static Task<SimulatedUpstream> StartAsync() => StartAsync($"upstream-{Guid.CreateVersion7():N}", strict: false);

    public static async Task<SimulatedUpstream> StartAsync(string key, bool strict)
    {
        return new SimulatedUpstream(await SimulatorServer.StartAsync(new SimulatorOptions { RequiredKey = key, Strict = strict }), key);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
