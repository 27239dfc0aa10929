using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;

namespace Gantry.Console.Circuits;

/// <summary>What circuits may cost.</summary>
internal static class CircuitBounds
{
    /// <summary>The largest message of a browser, in bytes: a form of the console is far smaller.</summary>
    public const int LargestMessage = 64 * 1024;

    public static void Apply(CircuitOptions options)
    {
        options.DetailedErrors = false;
        options.DisconnectedCircuitMaxRetained = 50;
        // A train's tunnel, not a closed lid.
        options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
        options.MaxBufferedUnacknowledgedRenderBatches = 10;
        options.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
        // Nothing of a page is kept for longer than the page.
        options.PersistedCircuitInMemoryMaxRetained = 0;
    }

    public static void Apply(HubOptions options)
    {
        options.MaximumReceiveMessageSize = LargestMessage;
        options.MaximumParallelInvocationsPerClient = 1;
        options.EnableDetailedErrors = false;
    }
}
