using Gantry.Billing.Pricing;

namespace Gantry.Catalog.Rules;

/// <summary>Every model has a price or is free on purpose; no price is nothing but zero by mistake.</summary>
internal sealed class PriceRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var model in catalog.Rows.Models)
        {
            if (model.Price is null && model.Prices.IsEmpty)
            {
                yield return new CatalogProblem(
                    model.Key, "price", "has no price and the seed catalogue knows none: give one, or say price: {free: true}", IsWarning: true);
            }

            foreach (var problem in Check(model.Key, "price", model.Price)) yield return problem;
            foreach (var problem in model.Prices.SelectMany(p => Check(model.Key, "prices", p.Price))) yield return problem;
        }

        foreach (var group in catalog.Rows.Groups)
        {
            foreach (var own in group.Prices)
            {
                if (!catalog.Models.ContainsKey(own.Model))
                {
                    var hint = catalog.ModelNames.TryGetValue(own.Model, out var model) ? $": name the model by its id '{model.Id}'" : Nearest.Hint(own.Model, catalog.Models.Keys);
                    yield return new CatalogProblem(group.Key, "prices", $"prices: there is no model '{own.Model}'{hint}");
                }

                foreach (var problem in Check(group.Key, "prices", own.Price)) yield return problem;
            }

            foreach (var twice in group.Prices.GroupBy(p => p.Model).Where(g => g.Count() > 1))
                yield return new CatalogProblem(group.Key, "prices", $"prices names '{twice.Key}' twice");
        }

        foreach (var problem in catalog.Rows.Deployments.SelectMany(d => Check(d.Key, "cost", d.Cost))) yield return problem;
    }

    private static IEnumerable<CatalogProblem> Check(RowKey row, string member, ModelPrice? price)
    {
        if (price is null) yield break;
        if (price.Free && price.Facts().Count() > 1) yield return new CatalogProblem(row, member, "is free and has prices as well: one of the two");
        if (price.Free) yield break;
        var lines = PriceLines.Of(price);
        if (lines.All(l => l.Price == 0)) yield return new CatalogProblem(row, member, "costs nothing, but does not say so: free: true");
        if (lines.Any(l => l.Price > MostExpensive)) yield return new CatalogProblem(row, member, $"has a price of more than ${MostExpensive / Money.NanosPerDollar} for a million units");
    }

    // $1,000 for a piece. Dearer ones are slips of the keyboard, and would overflow sums of many.
    private const long MostExpensive = 1_000 * Money.NanosPerDollar * 1_000_000;
}
