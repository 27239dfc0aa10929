namespace Gantry.Catalog.Rules;

/// <summary>Every deployment refers to a group, a model and an upstream that exist, and has a weight.</summary>
internal sealed class DeploymentRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var deployment in catalog.Rows.Deployments)
        {
            if (!catalog.Groups.ContainsKey(deployment.Group))
                yield return Unknown(deployment, "group", deployment.Group, catalog.Groups.Keys);
            if (!catalog.Models.ContainsKey(deployment.Model))
                yield return Unknown(deployment, "model", deployment.Model, catalog.ModelNames.Keys);
            if (!catalog.Upstreams.ContainsKey(deployment.Upstream))
                yield return Unknown(deployment, "upstream", deployment.Upstream, catalog.Upstreams.Keys);
            if (deployment.Weight < 1)
                yield return new CatalogProblem(deployment.Key, "weight", $"weight is {deployment.Weight}: it must be 1 or more");
        }
    }

    private static CatalogProblem Unknown(DeploymentRow deployment, string member, string name, IEnumerable<string> known) =>
        new(deployment.Key, member, $"there is no {member} '{name}'{Nearest.Hint(name, known)}");
}
