namespace Gantry.Catalog.Rules;

/// <summary>Virtual models have names of their own and stand for models that their group serves.</summary>
internal sealed class VirtualModelRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var group in catalog.Rows.Groups)
        {
            var served = catalog.Deployments[group.Name].Select(d => d.Model).ToHashSet();
            foreach (var model in group.VirtualModels)
            {
                if (catalog.ModelNames.ContainsKey(model.Name))
                    yield return Problem(group, $"'{model.Name}' is the name of a model already");
                if (model.Models.IsEmpty)
                    yield return Problem(group, $"'{model.Name}' stands for no model: list at least one");
                foreach (var member in model.Models)
                {
                    if (!catalog.ModelNames.TryGetValue(member, out var found))
                        yield return Problem(group, $"'{model.Name}': there is no model '{member}'{Nearest.Hint(member, catalog.ModelNames.Keys)}");
                    else if (!served.Contains(found.Id))
                        yield return Problem(group, $"'{model.Name}': this group has no deployment of model '{member}'");
                }

                foreach (var twice in model.Models.GroupBy(m => catalog.ModelNames.TryGetValue(m, out var found) ? found.Id : m).Where(g => g.Count() > 1))
                    yield return Problem(group, $"'{model.Name}' names model '{twice.Key}' twice");
            }
        }
    }

    private static CatalogProblem Problem(GroupRow group, string message) => new(group.Key, "virtual_models", $"virtual_models: {message}");
}
