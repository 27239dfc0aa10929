using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>The ledger as its contract says, in memory: sums and entries, no SQL. Also settles, as the store of usage records does.</summary>
internal sealed class ModelLedger : ILedgerStore, IUsageStore, IBooks
{
    private readonly Dictionary<Guid, WalletPage> _wallets = [];
    private readonly Dictionary<Guid, AllowancePage> _allowances = [];
    private readonly Dictionary<string, SettledPage> _settled = [];
    private readonly HashSet<string> _posted = [];
    private readonly Dictionary<Guid, long> _done = [];
    private long _runs;
    private long _earned;
    private long _carried;

    public void Open(Guid walletId, long available)
    {
        _wallets.Add(walletId, new WalletPage { Available = available, In = available });
    }

    public Task<long> BeginRunAsync(NodeFacts node, CancellationToken cancellation) => Task.FromResult(++_runs);

    public Task<NodeCensus> RenewRunAsync(long run, CancellationToken cancellation) => Task.FromResult(NodeCensus.Alone);

    public Task EndRunAsync(long run, CancellationToken cancellation) => SweepAsync([.. _allowances.Values.Select(a => a.Run).Where(other => other != run)], cancellation);

    public Task<int> SweepDeadAsync(long run, CancellationToken cancellation) => SweepAsync([run], cancellation);

    public Task<Reserved> ReserveAsync(ReserveAsk ask, CancellationToken cancellation)
    {
        var (walletId, allowanceId, run) = (ask.WalletId, ask.AllowanceId, ask.Run);
        if (_done.TryGetValue(ask.Id, out var done)) return Task.FromResult(new Reserved(new Money(done), Money.Zero));
        if (!_wallets.TryGetValue(walletId, out var wallet) || wallet.Debt > 0) return Task.FromResult(default(Reserved));
        var granted = ask.From(new Money(wallet.Available)).Nanos;
        if (granted <= 0)
        {
            var elsewhere = _allowances.Values.Where(a => a.Open && a.WalletId == walletId && a.Run != run).Sum(a => a.Remaining);
            return Task.FromResult(new Reserved(Money.Zero, new Money(ask.Nodes > 1 ? elsewhere : 0)));
        }

        if (!_allowances.TryGetValue(allowanceId, out var allowance))
        {
            if (_allowances.Values.Any(a => a.Open && a.WalletId == walletId && a.Run == run)) throw new InvalidOperationException("A second open allowance.");
            _allowances.Add(allowanceId, allowance = new AllowancePage { WalletId = walletId, Run = run });
        }

        if (!allowance.Open) throw new InvalidOperationException("The allowance is closed.");
        (wallet.Available, wallet.Reserved, allowance.Remaining) = (wallet.Available - granted, wallet.Reserved + granted, allowance.Remaining + granted);
        _done.Add(ask.Id, granted);
        return Task.FromResult(new Reserved(new Money(granted), Money.Zero));
    }

    public Task<Money> ReleaseAsync(Guid allowanceId, Money amount, Guid id, CancellationToken cancellation)
    {
        if (!_done.TryGetValue(id, out var back)) _done.Add(id, back = _allowances.TryGetValue(allowanceId, out var allowance) ? GiveBack(allowance, amount.Nanos) : 0);
        return Task.FromResult(new Money(back));
    }

    public Task<int> SweepAsync(IReadOnlyCollection<long> alive, CancellationToken cancellation)
    {
        var dead = _allowances.Values.Where(a => a.Open && !alive.Contains(a.Run)).ToArray();
        foreach (var allowance in dead)
        {
            GiveBack(allowance, long.MaxValue);
            allowance.Open = false;
        }

        return Task.FromResult(dead.Length);
    }

    public Task<PostingResult> PostAsync(LedgerPosting posting, CancellationToken cancellation) => Task.FromResult(Post(posting));

    public Task<WalletBalance?> BalanceAsync(Guid walletId, CancellationToken cancellation) => Task.FromResult(
        _wallets.TryGetValue(walletId, out var w) ? new WalletBalance(walletId, new Money(w.Available), new Money(w.Reserved), new Money(w.Debt)) : null);

    public Task<Money> SpentAsync(SpendScope scope, string id, DateTimeOffset? since, long exceptRun, CancellationToken cancellation) => Task.FromResult(new Money(
        _settled.Values.Where(s => s.Record.Charge!.Run != exceptRun && (since is null || s.Record.StartedAt >= since) && IdOf(s.Record, scope) == id).Sum(s => s.Paid - s.Refunded)));

    public Task<ShareGrant> TakeCapAsync(long run, ShareAsk ask, SpendKey key, int nodes, CancellationToken cancellation) =>
        throw new NotSupportedException("The server of the model is alone.");

    public Task KeepCapAsync(long run, string subject, long keep, CancellationToken cancellation) => throw new NotSupportedException("The server of the model is alone.");

    public Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        foreach (var record in records.Where(r => !_settled.ContainsKey(r.RequestId))) Settle(record);
        return Task.CompletedTask;
    }

    public Task<Books> ReadAsync() => Task.FromResult(new Books(
        _wallets.ToDictionary(w => w.Key, w => (w.Value.Available, w.Value.Reserved, w.Value.Debt)),
        _allowances.ToDictionary(a => a.Key, a => (a.Value.WalletId, a.Value.Run, a.Value.Remaining, a.Value.Open)),
        _settled.ToDictionary(s => s.Key, s => (s.Value.Paid, s.Value.Overrun, s.Value.Refunded)),
        _wallets.Values.Sum(w => w.Available + w.Reserved - w.Debt - w.In) + _earned - _carried));

    private PostingResult Post(LedgerPosting posting)
    {
        if (!_wallets.TryGetValue(posting.WalletId, out var wallet)) return PostingResult.NoWallet;
        if (!_posted.Add(posting.TransactionId)) return PostingResult.Repeated;
        var nanos = posting.Amount.Nanos;
        if (posting.Kind == LedgerKind.Refund)
        {
            var settled = _settled[posting.RequestId!];
            if (settled.Paid - settled.Refunded < nanos) return PostingResult.NotCharged;
            settled.Refunded += nanos;
        }

        if (nanos < 0 && wallet.Available < -nanos && posting.Kind != LedgerKind.Chargeback) return PostingResult.Insufficient;
        wallet.In += nanos;
        if (nanos > 0)
        {
            Raise(wallet, nanos);
        }
        else
        {
            var paid = Math.Min(wallet.Available, -nanos);
            wallet.Available -= paid;
            wallet.Debt += -nanos - paid;
        }

        return PostingResult.Posted;
    }

    private void Settle(UsageRecord record)
    {
        var charge = record.Charge!;
        var wallet = _wallets[charge.WalletId];
        var allowance = _allowances.GetValueOrDefault(charge.AllowanceId!.Value) is { Open: true } open ? open : null;
        var fromAllowance = Math.Min(Math.Min(charge.FromAllowanceNanos, charge.CostNanos), allowance?.Remaining ?? 0);
        var fromWallet = Math.Min(wallet.Available, Math.Min(charge.FromAllowanceNanos + charge.FromWalletNanos, charge.CostNanos) - fromAllowance);
        if (allowance is not null) allowance.Remaining -= fromAllowance;
        wallet.Reserved -= fromAllowance;
        wallet.Available -= fromWallet;
        _earned += charge.CostNanos;
        _carried += charge.CostNanos - fromAllowance - fromWallet;
        _settled.Add(record.RequestId, new SettledPage(record, fromAllowance + fromWallet, charge.CostNanos - fromAllowance - fromWallet));
    }

    private long GiveBack(AllowancePage allowance, long most)
    {
        if (!allowance.Open) return 0;
        var back = Math.Min(most, allowance.Remaining);
        allowance.Remaining -= back;
        _wallets[allowance.WalletId].Reserved -= back;
        Raise(_wallets[allowance.WalletId], back);
        return back;
    }

    // What comes in pays the debt first.
    private static void Raise(WalletPage wallet, long nanos)
    {
        var owed = Math.Min(wallet.Debt, nanos);
        wallet.Debt -= owed;
        wallet.Available += nanos - owed;
    }

    private static string? IdOf(UsageRecord record, SpendScope scope) => scope switch
    {
        SpendScope.Key => record.KeyId.ToString(),
        SpendScope.Member => throw new NotSupportedException("No key of the model is of a team."),
        SpendScope.Account => record.AccountId.ToString(),
        _ => record.Group,
    };

    private sealed class WalletPage
    {
        public long Available { get; set; }

        public long Reserved { get; set; }

        public long Debt { get; set; }

        /// <summary>What has come in from outside, less what was taken back.</summary>
        public long In { get; set; }
    }

    private sealed class AllowancePage
    {
        public Guid WalletId { get; init; }

        public long Run { get; init; }

        public long Remaining { get; set; }

        public bool Open { get; set; } = true;
    }

    private sealed record SettledPage(UsageRecord Record, long Paid, long Overrun)
    {
        public long Refunded { get; set; }
    }
}
