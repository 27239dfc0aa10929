namespace Gantry.Billing.Payments;

/// <summary>How far an order has come. Only <see cref="Paid"/> has been credited.</summary>
internal enum OrderState
{
    /// <summary>Nothing has been paid yet.</summary>
    Created,

    /// <summary>The payer is done, the money is on its way.</summary>
    Pending,

    Paid,

    /// <summary>The payment did not go through.</summary>
    Failed,

    /// <summary>Nobody paid in time.</summary>
    Expired,

    /// <summary>Money came that does not fit the order: a person has to look.</summary>
    Manual,
}
