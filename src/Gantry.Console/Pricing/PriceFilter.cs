using Gantry.Contracts.Manage.Prices;

namespace Gantry.Console.Pricing;

/// <summary>What of the price list is asked for, as it stands in the address.</summary>
/// <param name="Search">Part of a model's id or name; empty for all.</param>
/// <param name="Group">The name of a group; empty for all.</param>
/// <param name="Provider">The vendor; empty for all.</param>
internal sealed record PriceFilter(string Search, string Group, string Provider)
{
    /// <summary>Groups that have something left, with what is left of them.</summary>
    public IReadOnlyList<GroupPricesView> Of(PriceListView list) =>
    [
        .. list.Groups.Where(group => Group.Length == 0 || group.Name == Group)
            .Select(group => group with { Models = [.. group.Models.Where(Has)] }).Where(group => group.Models.Count > 0),
    ];

    private bool Has(ModelPricesView model) =>
        (Provider.Length == 0 || model.OwnedBy == Provider)
        && (Search.Length == 0 || model.Id.Contains(Search, StringComparison.OrdinalIgnoreCase) || model.DisplayName.Contains(Search, StringComparison.OrdinalIgnoreCase));
}
