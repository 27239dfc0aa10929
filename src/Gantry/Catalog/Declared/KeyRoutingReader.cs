using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads what a key says of where its requests go.</summary>
internal static class KeyRoutingReader
{
    public static AutoTerms Auto(MapReader map)
    {
        var terms = new AutoTerms
        {
            Order = map.Texts("order"),
            MaxPriceFactorPpm = map.Decimal("max_price_factor", DecimalText.Ppm),
            Sticky = map.Flag("sticky", true),
        };
        map.Done();
        return terms;
    }

    public static ImmutableArray<ModelMapping> ModelsMap(MapReader map)
    {
        var mappings = map.Keys.Select(name => new ModelMapping { From = name, To = map.RequiredText(name) }).ToImmutableArray();
        map.Done();
        return mappings;
    }

    /// <summary>A route is a model, <c>long_context</c> a mapping of <c>model</c> and <c>above</c>.</summary>
    public static ScenarioRoutes Routes(MapReader map)
    {
        var longer = map.Map("long_context", "long_context");
        var routes = new ScenarioRoutes
        {
            Default = Model(map, "default"),
            Background = Model(map, "background"),
            Think = Model(map, "think"),
            LongContext = longer?.RequiredText("model"),
            LongContextAbove = longer?.Whole("above", least: 1) ?? ScenarioRoutes.DefaultLongContextAbove,
            Image = Model(map, "image"),
            WebSearch = Model(map, "web_search"),
            Subagent = Model(map, "subagent"),
        };
        longer?.Done();
        map.Done();
        return routes;
    }

    private static string? Model(MapReader map, string route) => map.Text(route) is { Length: > 0 } model ? model : null;
}
