using Gantry.Billing;
using Gantry.Billing.Exports;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Prices;

namespace Gantry.Management.Prices.Simulation;

/// <summary>Bills a stored request once more. Nothing is believed that the record does not bear out: its own price has to give its own cost first.</summary>
internal static class Rebilling
{
    /// <param name="row">The record.</param>
    /// <param name="version">The price version that it names; null where there is none.</param>
    /// <param name="next">What list price takes the place of one; itself for none.</param>
    public static Rebilled Of(ExportedUsage row, PriceVersion? version, Func<PriceVersion, PriceVersion> next)
    {
        if (row.PriceVersion is null) return row.CostNanos == 0 ? Rebilled.Nothing : Rebilled.Not(UncomputedRequests.UnknownVersion);
        if (version is null) return Rebilled.Not(UncomputedRequests.UnknownVersion);
        if (row.MultiplierPpm is not { } multiplier || !EnumWords.TryParse<ServiceTier>(row.ServiceTier ?? "", out var tier) || !EnumWords.TryParse<ChargeReason>(row.ChargeReason ?? "", out var reason))
            return Rebilled.Not(UncomputedRequests.NotReproduced);
        // A group's own price stays what it is.
        var isList = version.Book == PriceBook.List;
        var price = isList ? next(version) : version;
        if (reason is ChargeReason.NothingDelivered or ChargeReason.Waived)
            return row.CostNanos == 0 ? new Rebilled(0, !isList) : Rebilled.Not(UncomputedRequests.NotReproduced);
        var usage = new BilledUsage(row.Usage, tier, row.PriceVariant);
        var then = PriceEngine.Cost(new PinnedPrice(version, multiplier), usage).Nanos;
        if (reason == ChargeReason.Swept && row.CostNanos == 0)
        {
            // It cost nothing though its usage has a price: nothing was delivered. Where the price was nothing, the record does not tell.
            return then > 0 || multiplier == 0 || ReferenceEquals(price, version) ? new Rebilled(0, !isList) : Rebilled.Not(UncomputedRequests.Interrupted);
        }

        if (then != row.CostNanos) return Rebilled.Not(UncomputedRequests.NotReproduced);
        return new Rebilled(ReferenceEquals(price, version) ? then : PriceEngine.Cost(new PinnedPrice(price, multiplier), usage).Nanos, !isList);
    }
}
