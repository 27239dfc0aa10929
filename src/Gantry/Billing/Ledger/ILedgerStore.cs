using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Billing.Ledger;

/// <summary>The durable side of money. Every method is one transaction, all or nothing, and has survived a loss of power when it returns.</summary>
internal interface ILedgerStore
{
    /// <summary>Numbers this process: allowances and usage records carry the number, so that those of a dead one can be told apart.</summary>
    Task<long> BeginRunAsync(NodeFacts node, CancellationToken cancellation);

    /// <summary>Says that the run is alive; called every five seconds.</summary>
    /// <exception cref="RunEndedException">It was taken for dead.</exception>
    Task<NodeCensus> RenewRunAsync(long run, CancellationToken cancellation);

    /// <summary>Ends a run of which nothing is left to be settled: gives back all that it has set aside.</summary>
    Task EndRunAsync(long run, CancellationToken cancellation);

    /// <summary>Sets money of a wallet aside under a new allowance or adds to it, in one guarded update: never more than is available.</summary>
    /// <returns>What <see cref="ReserveAsk.From"/> says of what is there.</returns>
    Task<Reserved> ReserveAsync(ReserveAsk ask, CancellationToken cancellation);

    /// <summary>Gives back what an allowance does not need.</summary>
    /// <param name="allowanceId">Which.</param>
    /// <param name="amount">How much of it.</param>
    /// <param name="id">That of the entry: asked again, the same was done once.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What went back: never more than the allowance still has.</returns>
    Task<Money> ReleaseAsync(Guid allowanceId, Money amount, Guid id, CancellationToken cancellation);

    /// <summary>Closes every allowance of other runs than <paramref name="alive"/> and gives back what is left in them. Called when all that those runs have written is settled.</summary>
    Task<int> SweepAsync(IReadOnlyCollection<long> alive, CancellationToken cancellation);

    /// <summary>
    /// Does the same for the runs that are dead: those that have been silent for <see cref="GatewayRun.Silence"/> by the clock of the database, that have ended, or
    /// that are of the same data folder and began before <paramref name="run"/>. Ends them, and takes back their shares.
    /// </summary>
    /// <returns>How many allowances were closed.</returns>
    Task<int> SweepDeadAsync(long run, CancellationToken cancellation);

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

    /// <summary>As <see cref="IShareStore.TakeAsync"/>, of what is left under a spend cap: what runs that hold no share of it have charged is used up.</summary>
    /// <param name="run">Who asks.</param>
    /// <param name="ask">How much, of which limit.</param>
    /// <param name="key">What the cap counts.</param>
    /// <param name="nodes">Servers that live.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<ShareGrant> TakeCapAsync(long run, ShareAsk ask, SpendKey key, int nodes, CancellationToken cancellation);

    /// <inheritdoc cref="IShareStore.KeepAsync"/>
    Task KeepCapAsync(long run, string subject, long keep, CancellationToken cancellation);
}
