namespace Gantry.Catalog.Rules;

/// <summary>Plans grant something, and accounts name plans that are there.</summary>
internal sealed class PlanRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var plan in catalog.Rows.Plans.Where(p => p.AmountNanos <= 0))
            yield return new CatalogProblem(plan.Key, "amount", "grants nothing: give an amount above zero");
        foreach (var account in catalog.Rows.Accounts)
        {
            if (account is { Plan: { } name, Disabled: false } && !catalog.Plans.ContainsKey(name))
                yield return new CatalogProblem(account.Key, "plan", $"there is no plan '{name}'{Nearest.Hint(name, catalog.Plans.Keys)}");
        }
    }
}
