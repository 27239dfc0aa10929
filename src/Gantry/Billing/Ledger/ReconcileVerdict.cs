namespace Gantry.Billing.Ledger;

/// <summary>How far the invoice and our own book of costs are apart (reliability §5.10).</summary>
internal enum ReconcileVerdict
{
    /// <summary>By one dollar or by half a percent at most.</summary>
    Green,

    /// <summary>By two percent at most.</summary>
    Amber,

    Red,
}
