namespace Gantry.Catalog.Rules;

/// <summary>A secret leads to one key.</summary>
internal sealed class KeySecretRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog) =>
        from same in catalog.Rows.Keys.GroupBy(k => k.Hash)
        from key in same.Skip(1)
        select new CatalogProblem(key.Key, "secret", $"has the same secret as {same.First().Key}");
}
