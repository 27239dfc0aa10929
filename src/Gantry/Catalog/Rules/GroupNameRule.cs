namespace Gantry.Catalog.Rules;

/// <summary>Group names differ by more than case, and none is the routing value <c>auto</c>.</summary>
internal sealed class GroupNameRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var group in catalog.Rows.Groups)
        {
            if (string.Equals(group.Name, GroupRow.Auto, StringComparison.OrdinalIgnoreCase))
                yield return new CatalogProblem(group.Key, "name", "'auto' stands for all groups and cannot be the name of one");
            if (catalog.Groups[group.Name].Name != group.Name)
                yield return new CatalogProblem(group.Key, "name", $"differs from group {catalog.Groups[group.Name].Name} by case only");
        }
    }
}
