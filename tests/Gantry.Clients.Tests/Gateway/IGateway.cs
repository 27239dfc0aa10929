using Gantry.Simulator.Recording;

namespace Gantry.Clients.Tests.Gateway;

/// <summary>What the clients are pointed at: one base URL, one good key, the models of <see cref="Models"/>.</summary>
internal interface IGateway : IAsyncDisposable
{
    /// <summary>Root of the server, without a path and without a slash at the end.</summary>
    string BaseUrl { get; }

    /// <summary>A key that may use every model of <see cref="Models"/>.</summary>
    string Key { get; }

    /// <summary>What the upstreams behind <see cref="Models.Crossing"/> were asked.</summary>
    SimulatorRecord Strict { get; }

    /// <summary>What the upstream of the other models has received and served.</summary>
    SimulatorRecord Upstream { get; }
}
