using Gantry.Snapshot;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Routing;

/// <summary>Routing from the file to the snapshot.</summary>
public sealed class KeyRoutingTests
{
    private const string Yaml =
        """
        upstreams:
          - {name: u, provider: openai, api_keys: [sk-1]}
        models:
          - {id: m, price: {input: 2, output: 10}}
          - {id: n, price: {input: 1, output: 5}}
        groups:
          - {name: half, multiplier: 0.5, deployments: [{model: m, upstream: u}], prices: [{model: m, multiplier: 3}]}
          - {name: list, deployments: [{model: m, upstream: u}, {model: n, upstream: u}], virtual_models: {any: [n, m]}}
          - {name: own, deployments: [{model: m, upstream: u}], prices: [{model: m, price: {input: 1, output: 30}}]}
          - {name: gone, status: closed, multiplier: 0.1, deployments: [{model: m, upstream: u}]}
          - {name: late, status: deprecated, multiplier: 0.1, deployments: [{model: m, upstream: u}]}
        accounts:
          - email: a@b.c
            keys:
              - {name: all, groups: [auto]}
              - {name: some, groups: [own, gone, auto], auto: {order: [late, list], max_price_factor: 1.25, sticky: false}}
              - {name: plain, groups: [list, half]}
              - {name: mapped, groups: [list], models_map: {x: any, "abc*": m, "a*": n, "*": n}, routes: {think: any}}
        """;

    [Fact]
    public void Auto_stands_for_active_groups_or_those_of_its_order()
    {
        var keys = Keys();
        Assert.Equal("half list own", Names(keys["all"]));
        Assert.Equal((new AutoChoice(0), true), (keys["all"].Auto, keys["all"].Fallback));
        Assert.Equal("own gone late list", Names(keys["some"]));
        Assert.Equal((new AutoChoice(2) { IsOrdered = true, MaxPriceFactorPpm = 1_250_000, Sticky = false }, true), (keys["some"].Auto, keys["some"].Fallback));
        Assert.Equal(("list half", null, false), (Names(keys["plain"]), keys["plain"].Auto, keys["plain"].Fallback));
    }

    [Fact]
    public void Price_factor_is_that_of_the_dearest_line_beside_the_list()
    {
        var groups = Keys()["all"].Groups;
        Assert.Equal([("half", 3_000_000), ("list", 1_000_000), ("own", 3_000_000)], groups.Select(g => (g.Name, g.Offers["m"][0].PriceFactorPpm)));
    }

    [Fact]
    public void Virtual_models_maps_and_routes_reach_the_key()
    {
        var key = Keys()["mapped"];
        Assert.Equal(["n", "m"], key.Groups[0].VirtualModels["any"].Members.Select(m => m[0].Model.Id));
        Assert.Equal("any", key.Groups[0].VirtualModels["any"].Listed.Id);
        Assert.Equal(("any", "m", "n", null, "n"), (key.ModelMap!.Find("x"), key.ModelMap.Find("abcd"), key.ModelMap.Find("ab"), key.ModelMap.Find("q"), key.ModelMap.Unknown));
        Assert.Equal("any", key.Routes!.Think);
    }

    private static string Names(ApiKey key) => string.Join(' ', key.Groups.Select(g => g.Name));

    private static Dictionary<string, ApiKey> Keys()
    {
        var result = new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(Sample.Rows(Yaml));
        Assert.NotNull(result.Snapshot);
        return result.Snapshot.Keys.Values.ToDictionary(k => k.Name, StringComparer.Ordinal);
    }
}
