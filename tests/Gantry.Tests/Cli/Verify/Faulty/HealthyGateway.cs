using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Cli.Verify.Faulty;

/// <summary>A whole gateway for all tests of a class, over upstreams that refuse what their vendors refuse.</summary>
public sealed class HealthyGateway : IAsyncLifetime
{
    public const string Plain = "plain";

    /// <summary>Its stream takes a third of a second: long enough for its pace to be judged.</summary>
    public const string Slow = "sim-text-n30-i10";

    /// <summary>The one model that costs something.</summary>
    public const string Priced = "priced";

    public const string Key = TestGateway.Key;

    private TestGateway? _gateway;

    public Uri Address => _gateway!.Host.Address;

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync(
        new RelayLimits(), Configuration, upstream: new SimulatorOptions { Strict = true });

    public ValueTask DisposeAsync() => _gateway!.DisposeAsync();

    private static string Configuration(Uri simulator) => Crossing.Configuration(simulator, [Plain, Slow])
        .Replace("groups:\n  - name", $"  - {{id: {Priced}, price: {{input: 1.00, output: 2.00}}}}\ngroups:\n  - name", StringComparison.Ordinal)
        .Replace("    deployments:\n", $"    deployments:\n      - {{model: {Priced}, upstream: chat, upstream_model: plain}}\n", StringComparison.Ordinal)
        .Replace("    role: user\n", "    role: user\n    credit: 10.00\n", StringComparison.Ordinal);
}
