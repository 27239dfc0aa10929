namespace Gantry.Catalog.Rules;

/// <summary>Every name that a client may ask for means one model.</summary>
internal sealed class ModelNameRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        var taken = new Dictionary<string, ModelRow>();
        foreach (var model in catalog.Rows.Models)
        {
            foreach (var alias in model.Aliases)
            {
                if (catalog.Models.ContainsKey(alias))
                    yield return new CatalogProblem(model.Key, "aliases", $"alias '{alias}' is also the id of {(alias == model.Id ? "the same model" : "a model")}");
                else if (!taken.TryAdd(alias, model))
                    yield return new CatalogProblem(model.Key, "aliases", $"alias '{alias}' is also an alias of model {taken[alias].Id}");
            }
        }
    }
}
