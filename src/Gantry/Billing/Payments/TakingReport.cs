namespace Gantry.Billing.Payments;

/// <summary>Money that a payer gets back, or does not after all.</summary>
internal sealed record TakingReport : PaymentReport
{
    public required TakingKind Kind { get; init; }

    /// <summary>The provider's id of the refund, the dispute or, for a total, the charge.</summary>
    public required string Reference { get; init; }

    /// <summary>The provider's id of the payment.</summary>
    public required string PaymentId { get; init; }

    public required TakingStanding Standing { get; init; }
}
