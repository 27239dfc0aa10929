using System.Collections.Immutable;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;

namespace Gantry.Catalog.Declared;

/// <summary>Reads <c>spend_cap</c> of a key, an account or a group: one mapping, or a list of them for several windows at once.</summary>
internal static class SpendCapReader
{
    private const string Key = "spend_cap";

    public static ImmutableArray<SpendLimit> Read(MapReader owner) => SpendLimit.Sorted(owner.OneOrMaps(Key, Key).Select(Limit).OfType<SpendLimit>());

    private static SpendLimit? Limit(MapReader map)
    {
        var amount = map.Decimal("amount", DecimalText.Nano);
        var window = map.Word("window", SpendWindow.Total);
        if (!map.Has("amount")) map.Context.Error(map.At, $"{Key} has no amount");
        map.Done();
        return amount is { } nanos ? new SpendLimit(window, new Money(nanos)) : null;
    }
}
