using Gantry.Billing.Pricing;

namespace Gantry.Billing.Exports;

/// <summary>A record with its bill: what was counted, at which price.</summary>
/// <param name="row">The record.</param>
/// <param name="version">Its price version; null where it names none.</param>
internal sealed class ExportLine(ExportedUsage row, PriceVersion? version)
{
    private readonly Bill? _bill = version is null
        ? null
        : PriceEngine.Explain(
            new PinnedPrice(version, row.MultiplierPpm ?? PinnedPrice.Par),
            new BilledUsage(row.Usage, Enum.TryParse<ServiceTier>(row.ServiceTier, ignoreCase: true, out var tier) ? tier : ServiceTier.Standard, row.PriceVariant));

    public ExportedUsage Row => row;

    public long? TierTokens => _bill?.TierTokens;

    /// <summary>The bill's line for a dimension; null where nothing of it was billed.</summary>
    public BillLine? Of(PriceDimension dimension)
    {
        if (_bill is null) return null;
        foreach (var line in _bill.Lines)
        {
            if (line.Dimension == dimension) return line;
        }

        return null;
    }
}
