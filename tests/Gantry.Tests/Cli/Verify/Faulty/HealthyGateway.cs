using Gantry.Relay;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Cli.Verify.Faulty;

/// <summary>A whole gateway for all tests of a class.</summary>
public sealed class HealthyGateway : IAsyncLifetime
{
    public const string Plain = "plain";

    /// <summary>Its stream takes a third of a second: long enough for its pace to be judged.</summary>
    public const string Slow = "sim-text-n30-i10";

    /// <summary>Messages over Messages, under a name that stands for a model which seals what it thinks.</summary>
    public const string Claude = "claude-plain";

    /// <summary>The one model that costs something.</summary>
    public const string Priced = "priced";

    public const string Key = TestGateway.Key;

    private TestGateway? _gateway;

    public Uri Address => _gateway!.Host.Address;

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync(new RelayLimits(), Configuration);

    public ValueTask DisposeAsync() => _gateway!.DisposeAsync();

    private static string Configuration(Uri simulator) => Crossing.Configuration(simulator, [Plain, Slow])
        .Replace("groups:\n  - name", $"  - {{id: {Priced}, price: {{input: 1.00, output: 2.00}}}}\n  - {{id: {Claude}, price: {{free: true}}}}\ngroups:\n  - name", StringComparison.Ordinal)
        .Replace("    deployments:\n", $"    deployments:\n      - {{model: {Priced}, upstream: chat, upstream_model: plain}}\n      - {{model: {Claude}, upstream: messages, upstream_model: plain}}\n", StringComparison.Ordinal)
        .Replace("    role: user\n", "    role: user\n    credit: 10.00\n", StringComparison.Ordinal);
}
