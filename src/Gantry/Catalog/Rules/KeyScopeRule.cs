using System.Net;

namespace Gantry.Catalog.Rules;

/// <summary>What a key is limited to exists.</summary>
internal sealed class KeyScopeRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var key in catalog.Rows.Keys.Where(k => k.RevokedAt is null))
        {
            foreach (var model in key.Models.Where(m => !catalog.ModelNames.ContainsKey(m) && !catalog.VirtualModels.Contains(m)))
                yield return new CatalogProblem(key.Key, "models", $"there is no model '{model}'{Nearest.Hint(model, catalog.ModelNames.Keys)}");
            foreach (var network in key.Networks.Where(n => !IPNetwork.TryParse(n, out _)))
                yield return new CatalogProblem(key.Key, "networks", $"'{network}' is not a network such as 10.1.0.0/16 or 2001:db8::/32");
        }
    }
}
