namespace Gantry.Billing.Ledger;

/// <summary>The wallets of plans. Every method is one transaction or several that may be repeated; what is granted or taken back is posted exactly once.</summary>
internal interface IPlanStore
{
    /// <summary>
    /// The wallet of the period that runs: opened and filled where there is none; topped up by the difference where <paramref name="terms"/> of
    /// the same plan grant more than it was given.
    /// </summary>
    /// <param name="accountId">Has a wallet of its own.</param>
    /// <param name="terms">What is granted.</param>
    /// <param name="zone">Where its periods begin at midnight. A new one begins no earlier than the last one of the account ended.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<PlanWallet> OpenAsync(Guid accountId, PlanTerms terms, TimeZoneInfo zone, CancellationToken cancellation);

    /// <summary>Null where no period of the account runs.</summary>
    Task<PlanWallet?> FindAsync(Guid accountId, CancellationToken cancellation);

    /// <summary>The wallets of all periods that run.</summary>
    Task<IReadOnlyList<PlanWallet>> RunningAsync(CancellationToken cancellation);

    /// <summary>Takes back what is left of periods that have ended, each as soon as nothing of it is reserved any more.</summary>
    /// <returns>How many ended for good.</returns>
    Task<int> EndAsync(CancellationToken cancellation);
}
