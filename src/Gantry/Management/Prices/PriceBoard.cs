using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Prices;
using Gantry.Snapshot;

namespace Gantry.Management.Prices;

/// <summary>From the prices of a snapshot to what is shown of them. What is shown is computed here alone, from what is charged.</summary>
internal static class PriceBoard
{
    /// <param name="snapshot">As requests read it.</param>
    /// <param name="groups">Those to show; closed ones are left out.</param>
    public static PriceListView Of(GatewaySnapshot snapshot, IEnumerable<Group> groups) => new()
    {
        Version = snapshot.Version,
        NextChange = snapshot.PricesUntil,
        Groups = [.. groups.Where(group => group.Status != GroupStatus.Closed).Select(Of)],
    };

    /// <summary>All groups, by name.</summary>
    public static IEnumerable<Group> All(GatewaySnapshot snapshot) => snapshot.Groups.Values.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase);

    private static GroupPricesView Of(Group group) => new()
    {
        Name = group.Name,
        Description = group.Description,
        Multiplier = Factor(group.MultiplierPpm),
        CancelPolicy = EnumWords.Of(group.CancelPolicy),
        Models = [.. group.Offers.Values.Select(offers => offers[0]).DistinctBy(offer => offer.Model.Id).OrderBy(offer => offer.Model.Id, StringComparer.Ordinal).Select(offer => Of(offer.Model, offer.Price))],
    };

    private static ModelPricesView Of(Model model, PinnedPrice? price) => new()
    {
        Id = model.Id,
        DisplayName = model.DisplayName,
        OwnedBy = model.OwnedBy,
        ContextWindow = model.ContextWindow,
        PriceVersion = price?.Version.Id,
        ValidFrom = price?.Version.ValidFrom,
        Source = price?.Version.Source,
        Free = price?.IsFree ?? false,
        Multiplier = price is null ? null : Factor(price.MultiplierPpm),
        Prices = price is null ? [] : [.. price.Version.Lines.Select(line => Of(line, price.MultiplierPpm))],
    };

    private static PriceView Of(PriceLine line, long multiplierPpm) => new()
    {
        Dimension = PriceUnits.Name(line.Dimension),
        Unit = PriceUnits.Unit(line.Dimension),
        ServiceTier = EnumWords.Of(line.Tier),
        PromptTokens = line.TierTokens,
        Bound = line.TierTokens == 0 ? null : line.Bound == TierBound.AtLeast ? LongContextPrice.AtLeast : LongContextPrice.GreaterThan,
        Variant = line.Variant,
        List = PriceUnits.Dollars(line),
        Charged = PriceUnits.Dollars(line, multiplierPpm),
    };

    private static string Factor(long ppm) => DecimalText.Format(ppm, DecimalText.Ppm, 1);
}
