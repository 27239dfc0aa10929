namespace Gantry.Contracts.Manage.Payments;

/// <summary>What somebody wants to pay in.</summary>
public sealed record PaymentDraft
{
    /// <summary>USD as decimal text with at most two decimals, such as <c>10.00</c>.</summary>
    public required string Amount { get; init; }

    /// <summary>The payer's own name for it, 1 to 255 visible ASCII characters: a second order of the same name is the first. Null for none.</summary>
    public string? Reference { get; init; }
}
