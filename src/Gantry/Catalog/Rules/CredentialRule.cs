namespace Gantry.Catalog.Rules;

/// <summary>An upstream whose provider asks for a key has at least one.</summary>
internal sealed class CredentialRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog) =>
        from upstream in catalog.Rows.Upstreams
        where ProviderKind.Find(upstream.Provider) is { NeedsKey: true } && !catalog.Credentials[upstream.Name].Any()
        select new CatalogProblem(upstream.Key, "api_keys", $"provider {upstream.Provider} needs at least one key in api_keys");
}
