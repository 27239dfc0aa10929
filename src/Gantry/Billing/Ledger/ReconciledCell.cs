namespace Gantry.Billing.Ledger;

/// <summary>One place of the invoice beside ours.</summary>
/// <param name="Place">Without an amount.</param>
/// <param name="OursNanos">By our book of costs.</param>
/// <param name="InvoiceNanos">By the provider.</param>
internal sealed record ReconciledCell(CostCell Place, long OursNanos, long InvoiceNanos)
{
    /// <summary>Above zero the provider asks for more than we have counted.</summary>
    public long DifferenceNanos => checked(InvoiceNanos - OursNanos);

    public ReconcileVerdict Verdict
    {
        get
        {
            var apart = Int128.Abs(DifferenceNanos);
            Int128 whole = Int128.Abs(InvoiceNanos);
            return apart <= Int128.Max(whole / 200, Pricing.Money.NanosPerDollar) ? ReconcileVerdict.Green
                : apart * 50 <= whole ? ReconcileVerdict.Amber
                : ReconcileVerdict.Red;
        }
    }
}
