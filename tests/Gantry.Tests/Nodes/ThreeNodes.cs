using System.Globalization;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Three servers that the tests of a class share; each test has wallets and keys of its own.</summary>
public sealed class ThreeNodes : IAsyncLifetime
{
    internal const string Dime = "request: 0.10";
    internal const int Seeds = 12;
    internal const int Many = 20;

    /// <summary>Whole and streamed answers, quick and slow.</summary>
    internal static readonly string[] Dimes = ["sim-text-n2", "sim-text-n5-i2", "sim-text-d30", "sim-text-n3-h10"];

    internal static readonly string[] Windows = ["day", "month", "total"];

    internal NodeCluster Cluster { get; private set; } = null!;

    internal static Purse Dollar(int seed) => new(string.Create(CultureInfo.InvariantCulture, $"dollar{seed}"), "1.00");

    internal static Purse OneOf(int wallet) => new(string.Create(CultureInfo.InvariantCulture, $"of{wallet}"), "1000.00");

    /// <summary>Rich, under a cap of a dollar.</summary>
    internal static Purse Capped(string scope, string window)
    {
        var cap = $"spend_cap: {{amount: 1.00, window: {window}}}";
        var purse = new Purse($"{scope}-{window}", "100.00");
        return scope switch
        {
            "account" => purse with { OfAccount = cap },
            "group" => purse with { Group = $"under-{window}", OfGroup = cap },
            _ => purse with { OfKey = cap },
        };
    }

    public async ValueTask InitializeAsync() => Cluster = await NodeCluster.StartAsync(3, simulator => new ClusterFile(simulator)
    {
        Models = [.. Dimes.Select(m => (m, Dime))],
        Purses =
        [
            .. Enumerable.Range(0, Seeds).Select(Dollar),
            .. Enumerable.Range(0, Many).Select(OneOf),
            .. Windows.SelectMany(w => new[] { Capped("key", w), Capped("account", w), Capped("group", w), Capped("deaf", w) }),
        ],
    });

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
