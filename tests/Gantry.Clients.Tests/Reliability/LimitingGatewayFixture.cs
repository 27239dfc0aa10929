using Xunit;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>One limiting gateway for the tests that need it.</summary>
public sealed class LimitingGatewayFixture : IAsyncLifetime
{
    internal LimitingGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Gateway = await LimitingGateway.StartAsync();

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
