namespace Gantry.Contracts.Manage.Wallets;

/// <summary>Money to be moved by hand, by an entry of the books; what stands in them is never edited.</summary>
public sealed record MoneyMove
{
    /// <summary>USD as decimal text. A credit is above zero; an adjustment may begin with a minus.</summary>
    public string? Amount { get; init; }

    /// <summary>The same in nano-USD; where both are sent they must agree.</summary>
    public long? AmountNanos { get; init; }

    /// <summary>Why; stands in the books and in the audit log.</summary>
    public required string Reason { get; init; }

    /// <summary>What the movement is for, such as the number of an invoice: a second one of the same name is refused, for ever. Null: the request's <c>Idempotency-Key</c>.</summary>
    public string? Reference { get; init; }
}
