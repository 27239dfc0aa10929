using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>Says the words that PostgreSQL says with a commit, for stores that say none.</summary>
internal sealed class TellingLedger(ILedgerStore inner, INodeBus bus) : ILedgerStore
{
    public async Task<Reserved> ReserveAsync(ReserveAsk ask, CancellationToken cancellation)
    {
        var reserved = await inner.ReserveAsync(ask, cancellation);
        if (reserved.Elsewhere > Money.Zero) bus.Say(NodeWords.Lacks(ask.Run, NodeWords.Wallet(ask.WalletId)));
        return reserved;
    }

    public async Task<ShareGrant> TakeCapAsync(long run, ShareAsk ask, SpendKey key, int nodes, CancellationToken cancellation)
    {
        var grant = await inner.TakeCapAsync(run, ask, key, nodes, cancellation);
        if (grant is { Granted: false, Others: > 0 }) bus.Say(NodeWords.Lacks(run, ask.Subject));
        return grant;
    }

    public async Task KeepCapAsync(long run, string subject, long keep, CancellationToken cancellation)
    {
        await inner.KeepCapAsync(run, subject, keep, cancellation);
        bus.Say(NodeWords.Gave(run, subject));
    }

    public Task<long> BeginRunAsync(NodeFacts node, CancellationToken cancellation) => inner.BeginRunAsync(node, cancellation);

    public Task<NodeCensus> RenewRunAsync(long run, CancellationToken cancellation) => inner.RenewRunAsync(run, cancellation);

    public Task EndRunAsync(long run, CancellationToken cancellation) => inner.EndRunAsync(run, cancellation);

    public Task<Money> ReleaseAsync(Guid allowanceId, Money amount, Guid id, CancellationToken cancellation) => inner.ReleaseAsync(allowanceId, amount, id, cancellation);

    public Task<int> SweepAsync(IReadOnlyCollection<long> alive, CancellationToken cancellation) => inner.SweepAsync(alive, cancellation);

    public Task<int> SweepDeadAsync(long run, CancellationToken cancellation) => inner.SweepDeadAsync(run, cancellation);

    public Task<PostingResult> PostAsync(LedgerPosting posting, CancellationToken cancellation) => inner.PostAsync(posting, cancellation);

    public Task<WalletBalance?> BalanceAsync(Guid walletId, CancellationToken cancellation) => inner.BalanceAsync(walletId, cancellation);

    public Task<Money> SpentAsync(SpendScope scope, string id, DateTimeOffset? since, long exceptRun, CancellationToken cancellation) =>
        inner.SpentAsync(scope, id, since, exceptRun, cancellation);
}
