using System.Collections.Immutable;

namespace Gantry.Billing.Ledger;

/// <summary>One entry of a wallet's book, as it lies in the store for ever.</summary>
internal sealed record LedgerTransaction
{
    public required string Id { get; init; }

    public required string WalletId { get; init; }

    /// <summary>1 for the wallet's first; no number is left out.</summary>
    public required long Sequence { get; init; }

    /// <summary>A member of <see cref="LedgerKind"/> in snake case.</summary>
    public required string Kind { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Microseconds since 1970 UTC.</summary>
    public required long At { get; init; }

    public required string Actor { get; init; }

    public string? Reason { get; init; }

    /// <summary>The hash of the wallet's entry before this one; empty for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>By account name; they add up to zero.</summary>
    public required ImmutableArray<LedgerLine> Lines { get; init; }
}
