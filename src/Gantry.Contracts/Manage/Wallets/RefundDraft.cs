namespace Gantry.Contracts.Manage.Wallets;

/// <summary>What is given back of the charge of a request.</summary>
public sealed record RefundDraft
{
    /// <summary>USD as decimal text; null for all that is left of the charge.</summary>
    public string? Amount { get; init; }

    /// <inheritdoc cref="MoneyMove.AmountNanos"/>
    public long? AmountNanos { get; init; }

    /// <inheritdoc cref="MoneyMove.Reason"/>
    public required string Reason { get; init; }

    /// <inheritdoc cref="MoneyMove.Reference"/>
    public string? Reference { get; init; }
}
