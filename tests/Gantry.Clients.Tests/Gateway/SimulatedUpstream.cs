using Gantry.Simulator.Recording;
using Gantry.Simulator;
using Gantry.Simulator.Scripts;

namespace Gantry.Clients.Tests.Gateway;

/// <summary>The scripted upstream in this process, with a key of its own.</summary>
internal sealed class SimulatedUpstream(SimulatorServer server, string key) : IAsyncDisposable
{
    private int _stopped;

    /// <summary>Root, without a slash at the end.</summary>
    public string BaseUrl => server.BaseUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>Everything that it was asked.</summary>
    public SimulatorRecord Record => server.Record;

    /// <summary>How the next requests are to be served.</summary>
    public ScriptQueue Scripts => server.Scripts;

    /// <summary>The only key that it accepts: the clients' own must never get here.</summary>
    public string Key { get; } = key;

    public static Task<SimulatedUpstream> StartAsync() => StartAsync($"upstream-{Guid.CreateVersion7():N}", strict: false);

    public static async Task<SimulatedUpstream> StartAsync(string key, bool strict)
    {
        return new SimulatedUpstream(await SimulatorServer.StartAsync(new SimulatorOptions { RequiredKey = key, Strict = strict }), key);
    }

    /// <summary>Stops listening and cuts what is open; a second time does nothing.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _stopped, 1) == 0 ? server.DisposeAsync() : ValueTask.CompletedTask;
}
