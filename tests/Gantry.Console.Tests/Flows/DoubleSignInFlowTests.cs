using Gantry.Console.Tests.Rig;

namespace Gantry.Console.Tests.Flows;

/// <summary>Over the double: the pages by themselves.</summary>
public sealed class DoubleSignInFlowTests(Chromium chromium) : SignInFlow(chromium)
{
    private protected override async Task<IConsoleServer> StartAsync() => await ConsoleHost.StartAsync();
}
