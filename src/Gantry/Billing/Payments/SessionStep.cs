namespace Gantry.Billing.Payments;

/// <summary>What has become of a checkout.</summary>
internal enum SessionStep
{
    /// <summary>The payer is done; the money may still be on its way.</summary>
    Completed,

    /// <summary>The money that was on its way has come.</summary>
    Succeeded,

    /// <summary>The money that was on its way does not come.</summary>
    Failed,

    /// <summary>Nobody paid in time.</summary>
    Expired,
}
