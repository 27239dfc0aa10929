namespace Gantry.Billing.Payments;

/// <summary>What a report did.</summary>
internal enum PaymentResult
{
    /// <summary>The wallet got its money.</summary>
    Credited,

    /// <summary>The order changed, the wallet did not.</summary>
    Noted,

    /// <summary>Nothing that was not known.</summary>
    Unchanged,

    /// <summary>This event was here before.</summary>
    Repeated,

    /// <summary>Money was taken back from the wallet.</summary>
    Taken,

    /// <summary>Money that had been taken back is the wallet's again.</summary>
    GivenBack,

    /// <summary>About a payment that no order is known to have had: kept for when one is.</summary>
    Waiting,

    /// <summary>Money that does not fit its order: nothing was credited, a person has to look.</summary>
    Manual,

    /// <summary>About somebody else's order, another mode or another provider: nothing was credited.</summary>
    Refused,
}
