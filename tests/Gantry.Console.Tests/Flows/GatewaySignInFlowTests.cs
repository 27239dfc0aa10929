using Gantry.Console.Tests.Rig;

namespace Gantry.Console.Tests.Flows;

/// <summary>Over the gateway with its own accounts.</summary>
public sealed class GatewaySignInFlowTests(Chromium chromium) : SignInFlow(chromium)
{
    private protected override async Task<IConsoleServer> StartAsync() => await GatewayServer.StartAsync();
}
