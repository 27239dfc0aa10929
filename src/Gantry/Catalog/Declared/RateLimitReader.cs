using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads <c>rate_limits</c> of a key, an account or a group, <c>model_rate_limits</c> of a group, and the settings about limits.</summary>
internal static class RateLimitReader
{
    private const string Key = "rate_limits";

    /// <summary>Null where nothing is said; an empty mapping says that there are none.</summary>
    public static RateTerms? Read(MapReader owner) => owner.Map(Key, Key) is { } map ? Terms(map) : null;

    public static ImmutableArray<ModelRateTerms> Models(MapReader group)
    {
        if (group.Map("model_rate_limits", "model_rate_limits") is not { } map) return [];
        var models = map.Keys.Select(name => map.Map(name, $"model_rate_limits of {name}") is { } limits ? new ModelRateTerms(name, Terms(limits)) : null)
            .OfType<ModelRateTerms>().OrderBy(m => m.Model, StringComparer.Ordinal).ToImmutableArray();
        map.Done();
        return models;
    }

    public static void Settings(MapReader settings, ImmutableArray<SettingRow>.Builder rows)
    {
        foreach (var names in RateSettings.Names.GroupBy(name => name[..name.IndexOf('.', StringComparison.Ordinal)]))
        {
            if (settings.Map(names.Key, names.Key) is not { } map) continue;
            foreach (var name in names)
            {
                var key = name[(names.Key.Length + 1)..];
                var value = name != RateSettings.AddressExempt ? map.Text(key) : map.Has(key) ? string.Join(", ", map.Texts(key)) : null;
                if (value is null) continue;
                var row = new SettingRow { Name = name, Value = value };
                map.Context.Positions[(row.Key, "")] = map.PlaceOf(key);
                rows.Add(row);
            }

            map.Done();
        }
    }

    private static RateTerms Terms(MapReader map)
    {
        var terms = new RateTerms
        {
            RequestsPerMinute = map.Whole("requests_per_minute", 1, RateTerms.MostRequests),
            TokensPerMinute = map.Whole("tokens_per_minute", 1, RateTerms.MostTokens),
            Concurrent = map.Whole("concurrent", 1, RateTerms.MostConcurrent),
        };
        map.Done();
        return terms;
    }
}
