namespace Gantry.Catalog.Rules;

/// <summary>Every upstream is of a provider that this version relays.</summary>
internal sealed class ProviderRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        var known = ProviderKind.All.Select(k => k.Name).ToArray();
        foreach (var upstream in catalog.Rows.Upstreams.Where(u => ProviderKind.Find(u.Provider) is null))
        {
            var reason = ProviderKind.Announced.Contains(upstream.Provider)
                ? $"provider {upstream.Provider} is not supported yet: this version relays {string.Join(", ", known)}"
                : $"unknown provider '{upstream.Provider}': one of {string.Join(", ", known)}{Nearest.Hint(upstream.Provider, known)}";
            yield return new CatalogProblem(upstream.Key, "provider", reason);
        }
    }
}
