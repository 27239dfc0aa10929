namespace Gantry.Billing.Payments;

/// <summary>What came of asking for a checkout.</summary>
internal enum CheckoutResult
{
    /// <summary>There is one; its order says where.</summary>
    Open,

    /// <summary>Card payments are not set up whole.</summary>
    NotConfigured,

    /// <summary>The amount is not within the bounds.</summary>
    Amount,

    /// <summary>The key was used for another amount, or its order is closed.</summary>
    KeyUsed,

    /// <summary>The account has made too many orders of late.</summary>
    TooMany,

    /// <summary>The provider did not make one.</summary>
    ProviderFailed,
}
