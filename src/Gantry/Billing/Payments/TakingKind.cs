namespace Gantry.Billing.Payments;

/// <summary>How money is taken back.</summary>
internal enum TakingKind
{
    /// <summary>One refund.</summary>
    Refund,

    /// <summary>All refunds of a payment together: the provider tells either, or both.</summary>
    RefundTotal,

    /// <summary>The payer's bank takes the payment back.</summary>
    Dispute,
}
