namespace Gantry.Catalog.Rules;

/// <summary>Every key has at least one group, and each is there.</summary>
internal sealed class KeyGroupsRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        // A revoked key serves nobody: the groups it had may go.
        foreach (var key in catalog.Rows.Keys.Where(k => k.RevokedAt is null))
        {
            if (key.Groups.IsEmpty)
                yield return new CatalogProblem(key.Key, "groups", "has no group: name at least one, or auto for all");
            foreach (var name in key.Groups.Where(n => n != GroupRow.Auto && !catalog.Groups.ContainsKey(n)))
                yield return new CatalogProblem(key.Key, "groups", $"there is no group '{name}'{Nearest.Hint(name, catalog.Groups.Keys.Append(GroupRow.Auto))}");
            foreach (var twice in key.Groups.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
                yield return new CatalogProblem(key.Key, "groups", $"names group '{twice.Key}' twice");
        }
    }
}
