namespace Gantry.Billing.Payments;

/// <summary>Where a refund or dispute stands. A later member is never followed by an earlier one, in whatever order events come.</summary>
internal enum TakingStanding
{
    /// <summary>The bank asks; no money has moved.</summary>
    Asked,

    /// <summary>The money is gone, and it may come back.</summary>
    Open,

    /// <summary>The money is gone.</summary>
    Taken,

    /// <summary>The money is here: the dispute was won, the refund failed, or nothing was ever taken.</summary>
    Returned,
}
