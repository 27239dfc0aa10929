using Gantry.Tests.Cli.Verify.Faulty;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

/// <summary>A whole gateway for all tests of a class, over upstreams that refuse what their vendors refuse.</summary>
public sealed class StrictGateway : IAsyncLifetime
{
    private TestGateway? _gateway;

    public Uri Address => _gateway!.Host.Address;

    public async ValueTask InitializeAsync() => _gateway = await Crossing.StartStrictAsync(HealthyGateway.Plain, HealthyGateway.Slow);

    public ValueTask DisposeAsync() => _gateway!.DisposeAsync();
}
