using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

[assembly: AssemblyFixture(typeof(GatewayFixture))]

namespace Gantry.Clients.Tests.Gateway;

/// <summary>One gateway for all tests of this assembly.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private IGateway? _gateway;

    internal IGateway Gateway => _gateway ?? throw new InvalidOperationException("The gateway is started before the first test.");

    public async ValueTask InitializeAsync()
    {
        InstalledClients.PlaceScripts();
        _gateway = await GantryGateway.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is null)
        {
            return;
        }

        try
        {
            await _gateway.DisposeAsync();
        }
        catch (InvalidOperationException error)
        {
            // The runner itself only tells that a clean-up failed.
            TestContext.Current.SendDiagnosticMessage(error.Message);
            throw;
        }
    }
}
