using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Hosting;

/// <summary>A store that grants everything and keeps nothing, for a <see cref="Rehearsal"/>.</summary>
internal sealed class RehearsalStore : ILedgerStore, IPlanStore, IUsageStore
{
    public Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation) => Task.CompletedTask;

    public Task<Reserved> ReserveAsync(ReserveAsk ask, CancellationToken cancellation) => Task.FromResult(new Reserved(ask.Want, Money.Zero));

    public Task<Money> ReleaseAsync(Guid allowanceId, Money amount, Guid id, CancellationToken cancellation) => Task.FromResult(amount);

    public Task<IReadOnlyList<PlanWallet>> RunningAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PlanWallet>>([]);

    public Task<PlanWallet?> FindAsync(Guid accountId, CancellationToken cancellation) => Task.FromResult<PlanWallet?>(null);

    public Task<WalletBalance?> BalanceAsync(Guid walletId, CancellationToken cancellation) => Task.FromResult<WalletBalance?>(null);

    public Task<Money> SpentAsync(SpendScope scope, string id, DateTimeOffset? since, long exceptRun, CancellationToken cancellation) => Task.FromResult(Money.Zero);

    public Task<int> EndAsync(CancellationToken cancellation) => Task.FromResult(0);

    public Task<int> SweepAsync(IReadOnlyCollection<long> alive, CancellationToken cancellation) => Task.FromResult(0);

    public Task<int> SweepDeadAsync(long run, CancellationToken cancellation) => Task.FromResult(0);

    public Task EndRunAsync(long run, CancellationToken cancellation) => Task.CompletedTask;

    // What follows nobody asks for who is alone and has no plan.
    public Task<long> BeginRunAsync(NodeFacts node, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<NodeCensus> RenewRunAsync(long run, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PostingResult> PostAsync(LedgerPosting posting, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ShareGrant> TakeCapAsync(long run, ShareAsk ask, SpendKey key, int nodes, CancellationToken cancellation) => throw new NotSupportedException();

    public Task KeepCapAsync(long run, string subject, long keep, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<PlanWallet> OpenAsync(Guid accountId, PlanTerms terms, TimeZoneInfo zone, CancellationToken cancellation) => throw new NotSupportedException();
}
