using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>One <see cref="FailingGateway"/> for the tests of a class.</summary>
public sealed class FailingGatewayFixture : IAsyncLifetime
{
    private FailingGateway? _gateway;

    internal FailingGateway Gateway => _gateway!;

    public async ValueTask InitializeAsync()
    {
        InstalledClients.PlaceScripts();
        _gateway = await FailingGateway.StartAsync();
    }

    public ValueTask DisposeAsync() => _gateway?.DisposeAsync() ?? ValueTask.CompletedTask;
}
