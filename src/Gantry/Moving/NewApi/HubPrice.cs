using System.Collections.Immutable;
using Gantry.Catalog;

namespace Gantry.Moving.NewApi;

/// <summary>What a model costs there, before the factor of a group.</summary>
/// <param name="Price">As the file will say it; null where nobody knows one.</param>
/// <param name="Source">The same by the source's own rules; empty where the database does not say it.</param>
/// <param name="Outcome">How the price was carried over.</param>
/// <param name="Detail">For the report.</param>
internal sealed record HubPrice(ModelPrice? Price, ImmutableArray<SourcePrice> Source, MoveOutcome Outcome, string Detail)
{
    /// <summary>The source refuses the model: it has no price, and there that is a reason.</summary>
    public bool Refused { get; init; }
}
