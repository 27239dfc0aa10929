namespace Gantry.Catalog.Rules;

/// <summary>Every model has a price or is free on purpose.</summary>
internal sealed class PriceRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var model in catalog.Rows.Models)
        {
            if (model.Price is not { } price)
            {
                yield return new CatalogProblem(
                    model.Key, "price", "has no price and the seed catalogue knows none: give one, or say price: {free: true}", IsWarning: true);
            }
            else if (price.Free && price.Facts().Count() > 1)
            {
                yield return new CatalogProblem(model.Key, "price", "is free and has prices as well: one of the two");
            }
        }
    }
}
