namespace Gantry.Catalog.Rules;

/// <summary>What a key says of its routing leads to groups and models that are there.</summary>
internal sealed class KeyRoutingRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog) =>
        catalog.Rows.Keys.Where(k => k.RevokedAt is null).SelectMany(key => Auto(key, catalog).Concat(Map(key, catalog)).Concat(Routes(key, catalog)).Concat(Closed(key, catalog)));

    private static IEnumerable<CatalogProblem> Auto(ApiKeyRow key, CatalogIndex catalog)
    {
        if (key.Auto is not { } auto) yield break;
        if (!key.Groups.Contains(GroupRow.Auto))
            yield return new CatalogProblem(key.Key, "auto", "says how auto chooses, but its groups do not name auto");
        if (auto.MaxPriceFactorPpm is <= 0)
            yield return new CatalogProblem(key.Key, "auto", "auto: max_price_factor must be above zero");
        foreach (var name in auto.Order.Where(n => !catalog.Groups.ContainsKey(n)))
            yield return new CatalogProblem(key.Key, "auto", $"auto: order: there is no group '{name}'{Nearest.Hint(name, catalog.Groups.Keys)}");
        foreach (var twice in auto.Order.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            yield return new CatalogProblem(key.Key, "auto", $"auto: order names group '{twice.Key}' twice");
    }

    private static IEnumerable<CatalogProblem> Map(ApiKeyRow key, CatalogIndex catalog)
    {
        foreach (var mapping in key.ModelsMap)
        {
            if (mapping.From.IndexOf('*', StringComparison.Ordinal) is var star && star >= 0 && star < mapping.From.Length - 1)
                yield return new CatalogProblem(key.Key, "models_map", $"models_map: '{mapping.From}' has * before its end: only names that begin alike can be mapped together");
            foreach (var problem in Model(key, "models_map", $"models_map: {mapping.From}", mapping.To, catalog)) yield return problem;
        }
    }

    private static IEnumerable<CatalogProblem> Routes(ApiKeyRow key, CatalogIndex catalog) =>
        key.Routes is null ? [] : key.Routes.Named().SelectMany(named => Model(key, "routes", $"routes: {named.Route}", named.Model, catalog));

    private static IEnumerable<CatalogProblem> Model(ApiKeyRow key, string member, string where, string model, CatalogIndex catalog)
    {
        if (model.Length == 0) yield break; // Missing, which the reader has told.
        if (!catalog.ModelNames.ContainsKey(model) && !catalog.VirtualModels.Contains(model))
            yield return new CatalogProblem(key.Key, member, $"{where}: there is no model '{model}'{Nearest.Hint(model, catalog.ModelNames.Keys.Concat(catalog.VirtualModels))}");
        else if (!Groups(key, catalog).Any(group => Offers(group, model, catalog)))
            yield return new CatalogProblem(key.Key, member, $"{where}: none of the key's groups offers '{model}'", IsWarning: true);
    }

    private static IEnumerable<CatalogProblem> Closed(ApiKeyRow key, CatalogIndex catalog)
    {
        foreach (var name in key.Groups.Concat(key.Auto?.Order ?? []).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (catalog.Groups.TryGetValue(name, out var group) && group.Status == GroupStatus.Closed)
                yield return new CatalogProblem(key.Key, "groups", $"group {group.Name} is closed{(group.Replacement is { } other ? $": use {other}" : "")}", IsWarning: true);
        }
    }

    private static IEnumerable<GroupRow> Groups(ApiKeyRow key, CatalogIndex catalog) =>
        key.Groups.Contains(GroupRow.Auto)
            ? catalog.Rows.Groups
            : key.Groups.Select(catalog.Groups.GetValueOrDefault).OfType<GroupRow>();

    private static bool Offers(GroupRow group, string model, CatalogIndex catalog) =>
        group.VirtualModels.Any(v => v.Name == model)
        || (catalog.ModelNames.TryGetValue(model, out var row) && catalog.Deployments[group.Name].Any(d => d.Model == row.Id));
}
