using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>A ledger whose reservations and releases happen when the test says so: done, refused before, or done and the answer lost.</summary>
internal sealed class GatedLedger(ILedgerStore inner) : ILedgerStore
{
    private readonly Lock _gate = new();
    private readonly List<LedgerCall> _waiting = [];

    /// <summary>Nothing waits.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Calls of any kind so far.</summary>
    public int Calls { get; private set; }

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public bool CanBeLost(int at) => _waiting[at].CanBeLost;

    public Task PerformAsync(int at = 0) => Take(at).PerformAsync(answer: true);

    public void Refuse(int at = 0) => Take(at).Refuse();

    /// <summary>The caller hears nothing but a failure, though it is done.</summary>
    public Task PerformAndLoseAsync(int at) => Take(at).PerformAsync(answer: false);

    public Task<long> BeginRunAsync(NodeFacts node, CancellationToken cancellation) => inner.BeginRunAsync(node, cancellation);

    public Task<NodeCensus> RenewRunAsync(long run, CancellationToken cancellation) => inner.RenewRunAsync(run, cancellation);

    public Task EndRunAsync(long run, CancellationToken cancellation) => inner.EndRunAsync(run, cancellation);

    public Task<int> SweepDeadAsync(long run, CancellationToken cancellation) => inner.SweepDeadAsync(run, cancellation);

    public Task<ShareGrant> TakeCapAsync(long run, ShareAsk ask, SpendKey key, int nodes, CancellationToken cancellation) => inner.TakeCapAsync(run, ask, key, nodes, cancellation);

    public Task KeepCapAsync(long run, string subject, long keep, CancellationToken cancellation) => inner.KeepCapAsync(run, subject, keep, cancellation);

    public async Task<Reserved> ReserveAsync(ReserveAsk ask, CancellationToken cancellation) =>
        new(await CallAsync(async () => (await inner.ReserveAsync(ask, cancellation)).Granted, canBeLost: true), Money.Zero);

    public Task<Money> ReleaseAsync(Guid allowanceId, Money amount, Guid id, CancellationToken cancellation) =>
        CallAsync(() => inner.ReleaseAsync(allowanceId, amount, id, cancellation), canBeLost: false);

    public Task<int> SweepAsync(IReadOnlyCollection<long> alive, CancellationToken cancellation) => inner.SweepAsync(alive, cancellation);

    public Task<PostingResult> PostAsync(LedgerPosting posting, CancellationToken cancellation) => inner.PostAsync(posting, cancellation);

    public Task<WalletBalance?> BalanceAsync(Guid walletId, CancellationToken cancellation)
    {
        Calls++;
        return inner.BalanceAsync(walletId, cancellation);
    }

    public Task<Money> SpentAsync(SpendScope scope, string id, DateTimeOffset? since, long exceptRun, CancellationToken cancellation)
    {
        Calls++;
        return inner.SpentAsync(scope, id, since, exceptRun, cancellation);
    }

    private async Task<Money> CallAsync(Func<Task<Money>> work, bool canBeLost)
    {
        LedgerCall call;
        lock (_gate)
        {
            Calls++;
            call = new LedgerCall(work, canBeLost);
            if (!IsOpen)
            {
                _waiting.Add(call);
            }
            else
            {
                _ = call.PerformAsync(answer: true);
            }
        }

        return await call.Answer;
    }

    private LedgerCall Take(int at)
    {
        lock (_gate)
        {
            var call = _waiting[at];
            _waiting.RemoveAt(at);
            return call;
        }
    }

    private sealed class LedgerCall(Func<Task<Money>> work, bool canBeLost)
    {
        private readonly TaskCompletionSource<Money> _answer = new();

        public bool CanBeLost => canBeLost;

        public Task<Money> Answer => _answer.Task;

        public async Task PerformAsync(bool answer)
        {
            try
            {
                var done = await work();
                if (answer) _answer.SetResult(done);
                else Refuse();
            }
            catch (InvalidOperationException fault)
            {
                _answer.SetException(fault);
            }
        }

        public void Refuse() => _answer.SetException(new IOException("The database is down."));
    }
}
