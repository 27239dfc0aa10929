namespace Gantry.Billing.Ledger;

/// <summary>Reads the books; beside a running server as well, for it sees one moment and changes nothing.</summary>
internal interface ILedgerBook
{
    /// <summary>Proves the invariants of the ledger.</summary>
    /// <returns>What breaks them; at most 100 findings for each.</returns>
    Task<IReadOnlyList<LedgerFinding>> CheckAsync(CancellationToken cancellation);

    /// <summary>The same as of a moment, for books that stand still: whose run had died by then.</summary>
    Task<IReadOnlyList<LedgerFinding>> CheckAsync(DateTimeOffset moment, CancellationToken cancellation);

    /// <summary>The newest entries of one wallet or of all, newest first.</summary>
    /// <param name="walletId">Null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the query.</param>
    Task<IReadOnlyList<LedgerTransaction>> EntriesAsync(Guid? walletId, int limit, CancellationToken cancellation);

    /// <summary>A part of one wallet's book, newest first.</summary>
    /// <param name="walletId">Whose.</param>
    /// <param name="before">Only entries below this number; null from the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the query.</param>
    Task<IReadOnlyList<LedgerTransaction>> PageAsync(Guid walletId, long? before, int limit, CancellationToken cancellation);

    /// <summary>The entries with these ids, in no order; those that are not there are left out.</summary>
    Task<IReadOnlyList<LedgerTransaction>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>The number of a wallet's newest entry (0 for none) and what it holds after it, in nano-USD, what is set aside included; null where there is no such wallet.</summary>
    Task<(long Sequence, long TotalNanos)?> StandingAsync(Guid walletId, CancellationToken cancellation);

    /// <summary>The wallet that paid for a request and what can still be refunded, in nano-USD; null where none did.</summary>
    Task<(Guid WalletId, long RefundableNanos)?> ChargeAsync(string requestId, CancellationToken cancellation);

    /// <summary>What attempts cost by day, upstream, credential and model, from one day to another, both included.</summary>
    Task<IReadOnlyList<CostCell>> CostsAsync(DateOnly first, DateOnly last, CancellationToken cancellation);

    /// <summary>The attempts at a place whose cost is estimated or unknown, dearest first; empty members of the place stand for all.</summary>
    Task<IReadOnlyList<DoubtfulAttempt>> DoubtfulAsync(CostCell place, int limit, CancellationToken cancellation);

    /// <summary>The request that an id belongs to: its own, the provider's of the answer, or that of an attempt. Null where none does.</summary>
    Task<string?> FindRequestAsync(string id, CancellationToken cancellation);
}
