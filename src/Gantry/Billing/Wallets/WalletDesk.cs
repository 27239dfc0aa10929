using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Billing.Wallets;

/// <summary>
/// Grants and settles holds in memory, against allowances that are set aside durably (DESIGN §5). The usual hold touches no database; one that
/// finds its allowance short waits for a refill. A wallet never goes below zero: what is granted here is reserved there already.
/// </summary>
/// <remarks>See <c>docs/decisions/0010-holds-against-allowances.md</c>. Safe for concurrent use.</remarks>
internal sealed class WalletDesk
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);
    // A request does not wait longer for the ledger (reliability R-14).
    private TimeSpan Patience => _run.IsShared ? _run.Patience : Timeout.InfiniteTimeSpan;

    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, WalletAccount> _wallets = [];
    private readonly ILedgerStore _ledger;
    private readonly GatewayRun _run;
    private readonly SpendTallies _tallies;
    private readonly TimeProvider _time;
    private readonly AllowanceFlow _flow;
    private readonly CapShares _shares;
    private readonly RunRenewal _renewal;
    private DateTimeOffset _trimmedAt;

    /// <param name="ledger">The durable side.</param>
    /// <param name="run">This process.</param>
    /// <param name="tallies">What caps count; under the lock of this desk from now on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="bus">The other servers on the store; null where there can be none.</param>
    public WalletDesk(ILedgerStore ledger, GatewayRun run, SpendTallies tallies, TimeProvider time, INodeBus? bus = null)
    {
        (_ledger, _run, _tallies, _time) = (ledger, run, tallies, time);
        _trimmedAt = time.GetUtcNow();
        bus ??= new SilentBus();
        _flow = new AllowanceFlow(ledger, run, bus, time);
        _shares = new CapShares(_gate, tallies, ledger, run, bus, time);
        _renewal = new RunRenewal(ledger, run, Restart, time);
        bus.Listen(Hear);
    }

    /// <summary>Told how long each look for money in the ledger took, whatever it found.</summary>
    public Action<TimeSpan>? Refilled { get; set; }

    /// <summary>Sets money aside for a request, or says why not.</summary>
    /// <param name="walletId">Who pays.</param>
    /// <param name="spender">Whose caps count it.</param>
    /// <param name="startedAt">The start of the request: decides on the windows of caps.</param>
    /// <param name="amount">At least zero.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async ValueTask<HoldOutcome> HoldAsync(Guid walletId, Spender spender, DateTimeOffset startedAt, Money amount, CancellationToken cancellation)
    {
        var hold = new Hold(Open(walletId), spender, startedAt, Money.Zero);
        try
        {
            return await TakeAsync(hold, hold.Wallet, amount, isNew: true, cancellation) is { } refusal ? new HoldOutcome(null, refusal) : new HoldOutcome(hold, null);
        }
        catch (RunEndedException) when (hold.Wallet.IsGone)
        {
            // The run has begun anew meanwhile, and so does the request.
            hold = new Hold(Open(walletId), spender, startedAt, Money.Zero);
            return await TakeAsync(hold, hold.Wallet, amount, isNew: true, cancellation) is { } refusal ? new HoldOutcome(null, refusal) : new HoldOutcome(hold, null);
        }
    }

    /// <summary>Whether <see cref="HoldAsync"/> would be refused at this moment. Sets nothing aside, and promises nothing.</summary>
    /// <returns>Null for no.</returns>
    public async ValueTask<HoldRefusal?> PreviewAsync(Guid walletId, Spender spender, DateTimeOffset at, Money amount, CancellationToken cancellation)
    {
        while (true)
        {
            CapLack unknown;
            lock (_gate)
            {
                if (_tallies.Lacks(spender, at, amount, _time.GetUtcNow()) is not { } missing)
                {
                    if (_tallies.Refuses(spender, at, amount) is { } cap) return new HoldRefusal(HoldRefusalKind.Cap, amount) { Cap = cap };

                    break;
                }

                unknown = missing;
            }

            await _shares.LoadAsync(unknown, cancellation);
        }

        var balance = await _ledger.BalanceAsync(walletId, cancellation);
        var available = (balance?.Available ?? Money.Zero) + State(walletId).Free;
        return balance is { Debt.Nanos: > 0 } ? new HoldRefusal(HoldRefusalKind.Blocked, amount) { Available = available }
            : available < amount ? new HoldRefusal(HoldRefusalKind.Balance, amount) { Available = available }
            : null;
    }

    /// <summary>Sets more aside for a request that runs.</summary>
    /// <returns>Null, or why not; the hold stands as it was then.</returns>
    public ValueTask<HoldRefusal?> ExtendAsync(Hold hold, Money more, CancellationToken cancellation) =>
        hold.Wallet.IsGone ? MoveAsync(hold, hold.WalletId, more, cancellation) : TakeAsync(hold, hold.Wallet, more, isNew: false, cancellation);

    /// <summary>Sets more aside for a request that runs, and all of it in another wallet: what it held before is free again there.</summary>
    /// <returns>Null, or why not; the hold stands where and as it was then.</returns>
    public ValueTask<HoldRefusal?> MoveAsync(Hold hold, Guid walletId, Money more, CancellationToken cancellation) =>
        TakeAsync(hold, Open(walletId), more, isNew: true, cancellation);

    /// <summary>Ends a hold with what the request costs; what it does not need is free again at once. A second call changes nothing and pays nothing.</summary>
    /// <param name="hold">The hold.</param>
    /// <param name="cost">At least zero.</param>
    /// <param name="most">What the client has bound the cost to; what lies beyond is the house's. Null for no bound.</param>
    public Payment Settle(Hold hold, Money cost, Money? most = null)
    {
        cost = most is { } bound ? Money.Min(cost, bound) : cost;
        lock (_gate)
        {
            if (hold.Closed) return default;

            hold.Closed = true;
            var wallet = hold.Wallet;
            var held = hold.Amount;
            var beyond = Money.Max(Money.Zero, cost - held);
            if (!beyond.IsZero)
            {
                // A cap is a promise to its owner: what lies beyond it is the house's, like what lies beyond the balance.
                beyond = Money.Min(beyond, _tallies.Room(hold.Spender, hold.StartedAt));
            }

            var fromFree = Money.Min(beyond, wallet.Free);
            var payment = new Payment(Money.Min(cost, held) + fromFree, beyond - fromFree);

            // What comes out of the free part was not held: the difference may be below zero.
            wallet.Free += held - payment.FromAllowance;
            wallet.Holds--;
            wallet.UsedAt = _time.GetUtcNow();
            _tallies.Settle(hold.Spender, hold.StartedAt, held, payment.FromAllowance + payment.FromWallet);
            return payment;
        }
    }

    /// <summary>What a wallet's running requests hold and what is free of its allowance in this process.</summary>
    public (Money Free, int Holds) State(Guid walletId)
    {
        lock (_gate) return _wallets.TryGetValue(walletId, out var wallet) ? (wallet.Free, wallet.Holds) : default;
    }

    /// <summary>How far a cap is used up now; null where nobody has spent under it in this run.</summary>
    public CapStanding? Standing(SpendCap cap, DateTimeOffset now)
    {
        lock (_gate) return _tallies.Standing(cap, now);
    }

    /// <summary>Gives back what allowances that nobody has used for a while still have; all of them where <paramref name="idle"/> is zero, with what is just being set aside.</summary>
    public async Task ReleaseAsync(TimeSpan idle, CancellationToken cancellation)
    {
        if (idle == TimeSpan.Zero) await ArrivedAsync(cancellation);
        var before = _time.GetUtcNow() - idle;
        foreach (var wallet in Idle(before))
        {
            cancellation.ThrowIfCancellationRequested();
            await ReleaseAsync(wallet, before);
        }
    }

    /// <inheritdoc cref="RunRenewal.RenewAsync"/>
    public Task<bool> RenewAsync() => _renewal.RenewAsync();

    /// <summary>Forgets windows of spending that are long past, and wallets that nobody has used for an hour.</summary>
    public void Trim()
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            if (now - _trimmedAt < TrimEvery) return;

            _trimmedAt = now;
            _tallies.Trim(now);
            foreach (var (id, wallet) in _wallets.ToArray())
            {
                if (wallet is { Holds: 0, Waiting: 0, Refilling: null, Releasing: null, Free.Nanos: 0 } && now - wallet.UsedAt > TrimEvery)
                {
                    _wallets.Remove(id);
                }
            }
        }
    }

    // As one: in between something might be granted of what is gone, or opened under the old number.
    private void Restart(long number, long asked)
    {
        lock (_gate)
        {
            // Running requests keep what they hold in memory; what they cost is asked of the wallet in the end.
            foreach (var wallet in _wallets.Values) (wallet.IsGone, wallet.Free) = (true, Money.Zero);
            _wallets.Clear();
            _tallies.Restart();
            _run.Restarted(number, asked);
        }
    }

    private WalletAccount Open(Guid walletId)
    {
        lock (_gate)
        {
            if (!_wallets.TryGetValue(walletId, out var wallet))
            {
                var now = _time.GetUtcNow();
                _wallets.Add(walletId, wallet = new WalletAccount(walletId, _run, now));
            }

            return wallet;
        }
    }

    private ValueTask<HoldRefusal?> TakeAsync(Hold hold, WalletAccount wallet, Money more, bool isNew, CancellationToken cancellation)
    {
        // A hold that moves takes all that it has from the other wallet; its caps count it already.
        var amount = wallet == hold.Wallet ? more : hold.Amount + more;
        lock (_gate)
        {
            if (TryDecide(hold, wallet, amount, more, isNew, out var refusal)) return new ValueTask<HoldRefusal?>(refusal);

            wallet.Waiting++;
            return WaitAsync(hold, wallet, amount, more, isNew, wallet.Refills, cancellation);
        }
    }

    // Under the lock. False where it takes a look into the ledger.
    private bool TryDecide(Hold hold, WalletAccount wallet, Money amount, Money more, bool isNew, out HoldRefusal? refusal)
    {
        refusal = null;
        if (hold.Closed) throw new InvalidOperationException("A hold that is settled cannot be extended.");

        if (wallet.IsGone) throw new RunEndedException(wallet.Run);

        // What was set aside may have been given to others by now.
        if (_run.IsFenced || _tallies.Lacks(hold.Spender, hold.StartedAt, more, _time.GetUtcNow()) is not null) return false;

        if (_tallies.Refuses(hold.Spender, hold.StartedAt, more) is { } cap)
        {
            _tallies.NoteRefused(hold.Spender, cap.Cap, hold.StartedAt);
            refusal = new HoldRefusal(HoldRefusalKind.Cap, more) { Cap = cap };
            return true;
        }

        if (wallet.Free < amount) return false;

        Grant(hold, wallet, amount, more, isNew);
        return true;
    }

    private async ValueTask<HoldRefusal?> WaitAsync(
        Hold hold, WalletAccount wallet, Money amount, Money more, bool isNew, long cameAfter, CancellationToken cancellation)
    {
        // Away from the lock, under which it is called.
        await Task.Yield();
        var lacking = new Money(long.MaxValue);
        try
        {
            while (true)
            {
                if (_run.IsFenced) await RenewAsync().WaitAsync(Patience, _time, cancellation);
                Task<Refill>? refill = null;
                Task? releasing;
                CapLack? unknown;
                lock (_gate)
                {
                    // What came free meanwhile counts as much as what a refill brings.
                    if (TryDecide(hold, wallet, amount, more, isNew, out var refusal)) return refusal;

                    unknown = _tallies.Lacks(hold.Spender, hold.StartedAt, more, _time.GetUtcNow());
                    releasing = wallet.Releasing;
                    var missing = amount - wallet.Free;
                    if (unknown is null && releasing is null && missing < lacking)
                    {
                        refill = Want(wallet, missing, amount);
                    }
                }

                if (unknown is { } lack)
                {
                    await _shares.LoadAsync(lack, cancellation).WaitAsync(Patience, _time, cancellation);
                }
                else if (releasing is not null)
                {
                    // What is on its way back is neither here nor there yet: a look into the wallet now would miss it.
                    await releasing.WaitAsync(Patience, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                    cancellation.ThrowIfCancellationRequested();
                    lacking = new Money(long.MaxValue);
                }
                else if (refill is null) return await RefusedAsync(wallet, amount, cancellation);
                else if (await refill.WaitAsync(Patience, _time, cancellation) is { Granted.IsZero: true } none && none.Number > cameAfter)
                {
                    // A refill that had begun before may have looked before money came in: only a later one proves that there is none.
                    lacking = Money.Min(lacking, none.Least);
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                wallet.Waiting--;
            }
        }
    }

    // Under the lock.
    private void Grant(Hold hold, WalletAccount wallet, Money amount, Money more, bool isNew)
    {
        if (wallet != hold.Wallet)
        {
            hold.Wallet.Free += hold.Amount;
            hold.Wallet.Holds--;
            hold.Wallet.UsedAt = _time.GetUtcNow();
            hold.Wallet = wallet;
        }

        wallet.Free -= amount;
        wallet.UsedAt = _time.GetUtcNow();
        wallet.Holds += isNew ? 1 : 0;
        hold.Amount += more;
        _tallies.Hold(hold.Spender, hold.StartedAt, more);
        if (wallet.Free < Money.Max(amount + amount, new Money(wallet.Slice.Nanos / 2)) && wallet.Refilling is null && wallet.UsedAt >= wallet.ShortUntil)
        {
            // Fetched ahead of need, so that no hold has to wait while the database is busy with something else. Nobody waits for it: whoever needs it joins it.
            _ = Want(wallet, Money.Zero, amount);
        }
    }

    // Under the lock. One refill at a time; whoever finds too little in it comes again.
    private Task<Refill> Want(WalletAccount wallet, Money missing, Money hold) =>
        wallet.Refilling ??= RefillAsync(wallet, ++wallet.Refills, missing + wallet.NextSlice(_time.GetUtcNow(), hold), missing, hold);

    private async Task<Refill> RefillAsync(WalletAccount wallet, long number, Money want, Money missing, Money hold)
    {
        // Away from the lock, under which it is called.
        await Task.Yield();
        var began = _time.GetTimestamp();
        var granted = Money.Zero;
        try
        {
            granted = await _flow.ReserveAsync(wallet, want, missing, hold, () => TakeFree(wallet));
            // Among several servers nothing is fetched ahead of need where little is left: that proves nothing.
            return new Refill(number, granted, missing.IsZero && _run.IsShared ? new Money(long.MaxValue) : Money.Max(missing, new Money(1)));
        }
        finally
        {
            Refilled?.Invoke(_time.GetElapsedTime(began));
            lock (_gate)
            {
                wallet.Free += granted;
                wallet.Refilling = null;
                if (_run.IsShared ? granted.IsZero : granted < want)
                {
                    wallet.ShortUntil = _time.GetUtcNow() + ShortPause;
                    wallet.Slice = Money.Zero;
                }
            }
        }
    }

    private Money TakeFree(WalletAccount wallet)
    {
        lock (_gate)
        {
            var free = wallet.Free;
            wallet.Free = Money.Zero;
            return free;
        }
    }

    // Another server lacks what is free here.
    private void Hear(string? word)
    {
        if (word is null || NodeWords.Lacking(word, _run.Number) is not { } subject) return;
        if (NodeWords.WalletOf(subject) is not { } id)
        {
            _shares.Spare(subject);
            return;
        }

        lock (_gate)
        {
            // Who is asking for more has nothing to spare.
            if (!_wallets.TryGetValue(id, out var wallet) || wallet is not { Refilling: null, Releasing: null, Free.Nanos: > 0 }) return;
            var amount = wallet.Free;
            wallet.Free = Money.Zero;
            wallet.Slice = Money.Zero;
            wallet.ShortUntil = _time.GetUtcNow() + ShortPause;
            wallet.Releasing = ReleaseAsync(wallet, amount);
        }
    }

    private async Task<HoldRefusal> RefusedAsync(WalletAccount wallet, Money amount, CancellationToken cancellation)
    {
        var balance = await _ledger.BalanceAsync(wallet.WalletId, cancellation);
        Money free;
        lock (_gate)
        {
            free = wallet.Free;
        }

        var blocked = balance is { Debt.Nanos: > 0 };
        return new HoldRefusal(blocked ? HoldRefusalKind.Blocked : HoldRefusalKind.Balance, amount)
        {
            Available = balance is null ? Money.Zero : balance.Available + free,
        };
    }

    // Refills under way, whatever they come to.
    private async Task ArrivedAsync(CancellationToken cancellation)
    {
        Task[] refills;
        lock (_gate) refills = [.. _wallets.Values.Select(wallet => wallet.Refilling).OfType<Task>()];
        await Task.WhenAll(refills).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).WaitAsync(cancellation);
    }

    private List<WalletAccount> Idle(DateTimeOffset before)
    {
        lock (_gate) return [.. _wallets.Values.Where(wallet => IsIdle(wallet, before))];
    }

    private Task ReleaseAsync(WalletAccount wallet, DateTimeOffset before)
    {
        lock (_gate)
        {
            if (!IsIdle(wallet, before)) return Task.CompletedTask;

            var amount = wallet.Free;
            wallet.Free = Money.Zero;
            return wallet.Releasing = ReleaseAsync(wallet, amount);
        }
    }

    // To its end, whatever stops meanwhile: a release that is abandoned half-way might have happened or not.
    private async Task ReleaseAsync(WalletAccount wallet, Money amount)
    {
        // Away from the lock, under which it is called.
        await Task.Yield();
        var kept = amount;
        try
        {
            if (_run.IsShared)
            {
                // An answer that is lost is asked for again: what is on its way is nobody's until then.
                kept = Money.Zero;
                amount += await _flow.RecallAsync(wallet);
            }

            await _flow.GiveBackAsync(wallet, amount);

            // Also where less went back than was given: the allowance had no more.
            kept = Money.Zero;
        }
        finally
        {
            lock (_gate)
            {
                wallet.Free += kept;
                wallet.Releasing = null;
            }
        }
    }

    private static bool IsIdle(WalletAccount wallet, DateTimeOffset before) =>
        wallet is { Holds: 0, Waiting: 0, Refilling: null, Releasing: null } && (wallet.Free > Money.Zero || wallet.Asked is not null || wallet.Returned is not null) && wallet.UsedAt <= before;
}
