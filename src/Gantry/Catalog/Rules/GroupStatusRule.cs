namespace Gantry.Catalog.Rules;

/// <summary>A group that is no longer active sends its users to one that is there.</summary>
internal sealed class GroupStatusRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var group in catalog.Rows.Groups)
        {
            if (group.Replacement is not { } replacement) continue;
            if (!catalog.Groups.TryGetValue(replacement, out var other))
                yield return new CatalogProblem(group.Key, "replacement", $"there is no group '{replacement}'{Nearest.Hint(replacement, catalog.Groups.Keys)}");
            else if (other == group)
                yield return new CatalogProblem(group.Key, "replacement", "cannot be its own replacement");
            else if (other.Status == GroupStatus.Closed)
                yield return new CatalogProblem(group.Key, "replacement", $"its replacement {other.Name} is closed", IsWarning: true);
            if (group.Status == GroupStatus.Active)
                yield return new CatalogProblem(group.Key, "replacement", "names a replacement but is active: say status: deprecated or closed", IsWarning: true);
        }
    }
}
