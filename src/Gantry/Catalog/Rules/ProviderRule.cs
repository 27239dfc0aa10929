namespace Gantry.Catalog.Rules;

/// <summary>Every upstream is of a provider that is known, and has only options that this provider reads.</summary>
internal sealed class ProviderRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        var known = ProviderKind.All.Select(k => k.Name).ToArray();
        foreach (var upstream in catalog.Rows.Upstreams)
        {
            if (ProviderKind.Find(upstream.Provider) is not { } kind)
            {
                yield return new CatalogProblem(
                    upstream.Key, "provider", $"unknown provider '{upstream.Provider}': one of {string.Join(", ", known)}{Nearest.Hint(upstream.Provider, known)}");
                continue;
            }

            foreach (var option in upstream.ReadOptions().Names.Where(name => !kind.Options.Contains(name)))
            {
                var words = kind.Options.IsEmpty ? "it has none" : $"one of {string.Join(", ", kind.Options)}{Nearest.Hint(option, kind.Options)}";
                yield return new CatalogProblem(upstream.Key, "options", $"provider {kind.Name} knows no option '{option}': {words}");
            }
        }
    }
}
