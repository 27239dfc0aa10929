using Gantry.Billing.Pricing;

namespace Gantry.Moving;

/// <summary>A price that would not be the same here. In USD for a million tokens, or for a piece.</summary>
/// <param name="Model">Of which model.</param>
/// <param name="Price">What the source charges.</param>
/// <param name="Here">What is charged here; null where the model has no price.</param>
internal sealed record PriceGap(string Model, SourcePrice Price, decimal? Here)
{
    /// <summary>The name of the figure, with the class of service and the length of the prompt where they matter.</summary>
    public string Figure =>
        $"{Catalog.PriceUnits.Name(Price.Dimension)}{(Price.Tier == ServiceTier.Standard ? "" : $" {Catalog.EnumWords.Of(Price.Tier)}")}{(Price.Prompt == 0 ? "" : $" at {Price.Prompt} tokens")}";
}
