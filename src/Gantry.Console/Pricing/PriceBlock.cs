using Gantry.Contracts.Manage.Prices;

namespace Gantry.Console.Pricing;

/// <summary>Prices of a model that hold under the same terms: a class of service, a length of the prompt, a sort of picture.</summary>
/// <param name="Tier">As in <see cref="PriceView.ServiceTier"/>.</param>
/// <param name="PromptTokens">As in <see cref="PriceView.PromptTokens"/>.</param>
/// <param name="Bound">As in <see cref="PriceView.Bound"/>.</param>
/// <param name="Variant">As in <see cref="PriceView.Variant"/>.</param>
/// <param name="Prices">One a dimension.</param>
internal sealed record PriceBlock(string Tier, long PromptTokens, string? Bound, string? Variant, IReadOnlyList<PriceView> Prices)
{
    public bool IsOrdinary => Tier == "standard" && PromptTokens == 0 && Variant is null;

    /// <summary>The ordinary ones first; none is left out.</summary>
    public static IReadOnlyList<PriceBlock> Of(ModelPricesView model) =>
    [
        .. model.Prices.GroupBy(price => (price.ServiceTier, price.PromptTokens, price.Bound, price.Variant))
            .Select(group => new PriceBlock(group.Key.ServiceTier, group.Key.PromptTokens, group.Key.Bound, group.Key.Variant, [.. group]))
            .OrderBy(block => block.Tier == "standard" ? 0 : 1).ThenBy(block => block.Tier, StringComparer.Ordinal).ThenBy(block => block.PromptTokens).ThenBy(block => block.Variant, StringComparer.Ordinal),
    ];
}
