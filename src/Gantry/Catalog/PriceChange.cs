using Gantry.Billing.Pricing;

namespace Gantry.Catalog;

/// <summary>A price version to write down, or one to withdraw before it has come into force.</summary>
/// <param name="Version">The version.</param>
/// <param name="Withdrawn">It is not to come.</param>
internal sealed record PriceChange(PriceVersion Version, bool Withdrawn = false);
