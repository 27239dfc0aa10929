namespace Gantry.Catalog.Rules;

/// <summary>One thing that must hold in a catalogue before it may serve. Stateless.</summary>
internal interface ICatalogRule
{
    /// <summary>Every place where it does not hold.</summary>
    IEnumerable<CatalogProblem> Check(CatalogIndex catalog);
}
