using Gantry.Billing.Pricing;
using Gantry.Billing.Caps;

namespace Gantry.Billing.Ledger;

/// <summary>The durable side of money. Every method is one transaction, all or nothing, and has survived a loss of power when it returns.</summary>
internal interface ILedgerStore
{
    /// <summary>Numbers this process: allowances and usage records carry the number, so that those of a dead one can be told apart.</summary>
    Task<long> BeginRunAsync(string node, CancellationToken cancellation);

    /// <summary>Says that the run is alive; called every five seconds.</summary>
    Task RenewRunAsync(long run, CancellationToken cancellation);

    /// <summary>Sets money of a wallet aside under a new allowance or adds to it, in one guarded update: never more than is available.</summary>
    /// <returns>What was set aside: <paramref name="want"/>, or what is there if that is at least <paramref name="least"/>, or nothing.</returns>
    Task<Money> ReserveAsync(Guid walletId, Guid allowanceId, long run, Money want, Money least, CancellationToken cancellation);

    /// <summary>Gives back what an allowance does not need.</summary>
    /// <returns>What went back: never more than the allowance still has.</returns>
    Task<Money> ReleaseAsync(Guid allowanceId, Money amount, CancellationToken cancellation);

    /// <summary>Closes every allowance of other runs than <paramref name="alive"/> and gives back what is left in them. Called when all that those runs have written is settled.</summary>
    Task<int> SweepAsync(IReadOnlyCollection<long> alive, CancellationToken cancellation);

    Task<PostingResult> PostAsync(LedgerPosting posting, CancellationToken cancellation);

    /// <summary>Null where there is no such wallet.</summary>
    Task<WalletBalance?> BalanceAsync(Guid walletId, CancellationToken cancellation);

    /// <summary>What has been charged since a moment, by runs other than <paramref name="exceptRun"/>, whose own charges are in memory.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="id">The id of the key or account, the name of the group.</param>
    /// <param name="since">By the start of the request; null for ever.</param>
    /// <param name="exceptRun">Left out.</param>
    /// <param name="cancellation">Ends the query.</param>
    Task<Money> SpentAsync(SpendScope scope, string id, DateTimeOffset? since, long exceptRun, CancellationToken cancellation);
}
