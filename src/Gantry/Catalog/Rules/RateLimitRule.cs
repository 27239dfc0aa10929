namespace Gantry.Catalog.Rules;

/// <summary>Rate limits allow something, and what they name is there.</summary>
internal sealed class RateLimitRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        var rows = catalog.Rows;
        foreach (var key in rows.Keys.Where(k => k.RevokedAt is null))
        {
            foreach (var problem in Check(key.Key, "rate_limits", key.RateLimits)) yield return problem;
        }

        foreach (var account in rows.Accounts)
        {
            foreach (var problem in Check(account.Key, "rate_limits", account.RateLimits)) yield return problem;
        }

        foreach (var group in rows.Groups)
        {
            foreach (var problem in Check(group.Key, "rate_limits", group.RateLimits).Concat(Models(catalog, group))) yield return problem;
        }
    }

    private static IEnumerable<CatalogProblem> Models(CatalogIndex catalog, GroupRow group)
    {
        const string member = "model_rate_limits";
        var served = catalog.Deployments[group.Name].Select(d => d.Model).ToHashSet();
        foreach (var terms in group.ModelRateLimits)
        {
            if (!catalog.ModelNames.TryGetValue(terms.Model, out var model))
                yield return new CatalogProblem(group.Key, member, $"{member}: there is no model '{terms.Model}'{Nearest.Hint(terms.Model, catalog.ModelNames.Keys)}");
            else if (!served.Contains(model.Id))
                yield return new CatalogProblem(group.Key, member, $"{member}: this group has no deployment of model '{terms.Model}'", IsWarning: true);
            foreach (var problem in Check(group.Key, member, terms.Limits)) yield return problem;
        }

        foreach (var twice in group.ModelRateLimits.GroupBy(m => catalog.ModelNames.TryGetValue(m.Model, out var found) ? found.Id : m.Model).Where(g => g.Count() > 1))
            yield return new CatalogProblem(group.Key, member, $"{member} names model '{twice.Key}' twice");
    }

    private static IEnumerable<CatalogProblem> Check(RowKey owner, string member, RateTerms? terms) =>
        from limit in terms?.Limits() ?? []
        where limit.Value is { } value && (value < 1 || value > limit.Most)
        select new CatalogProblem(owner, member, $"{member}: {limit.Name} is {limit.Value}: it must be from 1 to {limit.Most}");
}
