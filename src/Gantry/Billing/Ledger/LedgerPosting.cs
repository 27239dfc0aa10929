using Gantry.Billing.Pricing;

namespace Gantry.Billing.Ledger;

/// <summary>Money to be moved between a wallet's available balance and an account outside of it, once.</summary>
public sealed record LedgerPosting
{
    /// <summary>Made by the caller from what the posting is for (an order, a code, a request), so that the same one comes only once.</summary>
    public required string TransactionId { get; init; }

    public required LedgerKind Kind { get; init; }

    public required Guid WalletId { get; init; }

    /// <summary>Above zero raises the available balance.</summary>
    public required Money Amount { get; init; }

    /// <summary>One of <see cref="LedgerAccounts"/>: where it comes from or goes to.</summary>
    public required string Counter { get; init; }

    /// <summary>Who did it: a user, <c>file</c>, <c>stripe</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>For people; no secrets.</summary>
    public string? Reason { get; init; }

    /// <summary>The request that is refunded or corrected; null for none.</summary>
    public string? RequestId { get; init; }
}
