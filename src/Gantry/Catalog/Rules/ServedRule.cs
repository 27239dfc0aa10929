namespace Gantry.Catalog.Rules;

/// <summary>Every model is served by somebody, and every group serves something. Else clients meet a 404 that nobody meant.</summary>
internal sealed class ServedRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        var served = catalog.Rows.Deployments.Select(d => d.Model).ToHashSet();
        foreach (var model in catalog.Rows.Models.Where(m => !served.Contains(m.Id)))
        {
            var names = model.Aliases.IsEmpty ? "is" : $"and its {(model.Aliases.Length == 1 ? "alias is" : $"{model.Aliases.Length} aliases are")}";
            yield return new CatalogProblem(model.Key, "id", $"{names} served by no group: no deployment names the model", IsWarning: true);
        }

        foreach (var group in catalog.Rows.Groups.Where(g => !catalog.Deployments[g.Name].Any()))
            yield return new CatalogProblem(group.Key, "deployments", "serves no model: it has no deployments", IsWarning: true);
    }
}
