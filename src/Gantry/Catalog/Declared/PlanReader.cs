using Gantry.Billing.Ledger;

namespace Gantry.Catalog.Declared;

/// <summary>Reads an item of <c>plans</c>.</summary>
internal static class PlanReader
{
    public static PlanRow Read(MapReader map)
    {
        var plan = new PlanRow
        {
            Name = Names.Read(map, "name"),
            AmountNanos = map.Decimal("amount", DecimalText.Nano) ?? 0,
            Period = map.Word("period", PlanPeriod.Month),
            Overflow = map.Word("overflow", PlanOverflow.Wallet),
        };
        map.Remember(plan.Key);
        map.Done();
        return plan;
    }
}
