using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Gantry.Billing.Pricing;
using Gantry.Protocols;
using Gantry.Secrets;
using Gantry.Snapshot;

namespace Gantry.Tests;

/// <summary>Small snapshots made by hand, for tests that need no store.</summary>
internal static class Snapshots
{
    public static readonly KeyHasher Hasher = new(new byte[32]);

    public static Model Model(string id, params string[] aliases) => new() { Id = id, DisplayName = id, Aliases = [.. aliases] };

    public static Upstream Upstream(string name, params Protocol[] speaks) => new()
    {
        Name = name,
        Provider = "simulator",
        BaseUrl = new Uri("http://127.0.0.1:9"),
        Credentials = [new UpstreamCredential(Guid.Empty, "upstream-secret")],
        Speaks = [.. speaks],
        AllowPrivateNetwork = true,
    };

    /// <summary>At a price of $3 and $15 for a million tokens.</summary>
    public static Deployment Deployment(Model model, Upstream upstream) => new()
    {
        Model = model,
        Upstream = upstream,
        UpstreamModel = model.Id,
        Price = new PinnedPrice(Price(model.Id, new PriceLine(PriceDimension.Input, 3_000_000_000), new PriceLine(PriceDimension.Output, 15_000_000_000)), 1_000_000),
    };

    public static PriceVersion Price(string model, params PriceLine[] lines) =>
        new() { Id = $"{model}@1", Model = model, ValidFrom = DateTimeOffset.UnixEpoch, Source = "file", Lines = [.. lines] };

    public static Group Group(string name, params Deployment[] deployments) => new()
    {
        Name = name,
        Offers = deployments
            .SelectMany(d => d.Model.Aliases.Prepend(d.Model.Id).Select(id => (id, d)))
            .GroupBy(p => p.id, p => p.d)
            .ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal),
    };

    public static ApiKey Key(params Group[] groups) => new()
    {
        Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
        Name = "test",
        AccountId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
        TenantId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
        Display = "sk-testt…test",
        Groups = [.. groups],
    };

    public static GatewaySnapshot Of(params (string Secret, ApiKey Key)[] keys) => new()
    {
        Version = 1,
        Keys = keys.ToFrozenDictionary(k => Hasher.Hash(k.Secret), k => k.Key),
        Groups = FrozenDictionary<string, Group>.Empty,
        Models = FrozenDictionary<string, Model>.Empty,
        Settings = new GatewaySettings(),
    };

    public static ImmutableArray<IPNetwork> Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
