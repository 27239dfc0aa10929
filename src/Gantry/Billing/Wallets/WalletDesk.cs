using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;

namespace Gantry.Billing.Wallets;

/// <summary>
/// Grants and settles holds in memory, against allowances that are set aside durably (DESIGN §5). The usual hold touches no database; one that
/// finds its allowance short waits for a refill. A wallet never goes below zero: what is granted here is reserved there already.
/// </summary>
/// <remarks>See <c>docs/decisions/0010-holds-against-allowances.md</c>. Safe for concurrent use.</remarks>
internal sealed class WalletDesk(ILedgerStore ledger, GatewayRun run, SpendTallies tallies, TimeProvider time)
{
    /// <summary>
    /// The slice that is fetched beyond need, so that most holds find money: within these bounds, what the wallet spends in
    /// <see cref="SliceLasts"/>, and <see cref="SliceOfHolds"/> times the hold at least.
    /// </summary>
    private static readonly Money LeastSlice = new(Money.NanosPerDollar / 4);

    private static readonly Money LargestSlice = new(20 * Money.NanosPerDollar);
    private static readonly TimeSpan SliceLasts = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);
    private const int SliceOfHolds = 16;

    // A burst that holds much for a moment must not look like a wallet that spends as much all the time.
    private const int LargestGrowth = 8;

    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, WalletAccount> _wallets = [];
    private DateTimeOffset _trimmedAt = time.GetUtcNow();

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
        if (await TakeAsync(hold, hold.Wallet, amount, isNew: true, cancellation) is { } refusal)
        {
            return new HoldOutcome(null, refusal);
        }

        return new HoldOutcome(hold, null);
    }

    /// <summary>Whether <see cref="HoldAsync"/> would be refused at this moment. Sets nothing aside, and promises nothing.</summary>
    /// <returns>Null for no.</returns>
    public async ValueTask<HoldRefusal?> PreviewAsync(Guid walletId, Spender spender, DateTimeOffset at, Money amount, CancellationToken cancellation)
    {
        while (true)
        {
            SpendKey unknown;
            lock (_gate)
            {
                if (tallies.Unknown(spender, at) is not { } missing)
                {
                    if (tallies.Refuses(spender, at, amount) is { } cap)
                    {
                        return new HoldRefusal(HoldRefusalKind.Cap, amount) { Cap = cap };
                    }

                    break;
                }

                unknown = missing;
            }

            await LoadAsync(unknown, cancellation);
        }

        var balance = await ledger.BalanceAsync(walletId, cancellation);
        var available = (balance?.Available ?? Money.Zero) + State(walletId).Free;
        return balance is { Debt.Nanos: > 0 } ? new HoldRefusal(HoldRefusalKind.Blocked, amount) { Available = available }
            : available < amount ? new HoldRefusal(HoldRefusalKind.Balance, amount) { Available = available }
            : null;
    }

    /// <summary>Sets more aside for a request that runs.</summary>
    /// <returns>Null, or why not; the hold stands as it was then.</returns>
    public ValueTask<HoldRefusal?> ExtendAsync(Hold hold, Money more, CancellationToken cancellation) => TakeAsync(hold, hold.Wallet, more, isNew: false, cancellation);

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
            if (hold.Closed)
            {
                return default;
            }

            hold.Closed = true;
            var wallet = hold.Wallet;
            var held = hold.Amount;
            var beyond = Money.Max(Money.Zero, cost - held);
            if (!beyond.IsZero)
            {
                // A cap is a promise to its owner: what lies beyond it is the house's, like what lies beyond the balance.
                beyond = Money.Min(beyond, tallies.Room(hold.Spender, hold.StartedAt));
            }

            var fromFree = Money.Min(beyond, wallet.Free);
            var payment = new Payment(Money.Min(cost, held) + fromFree, beyond - fromFree);

            // What comes out of the free part was not held: the difference may be below zero.
            wallet.Free += held - payment.FromAllowance;
            wallet.Holds--;
            wallet.UsedAt = time.GetUtcNow();
            tallies.Settle(hold.Spender, hold.StartedAt, held, payment.FromAllowance + payment.FromWallet);
            return payment;
        }
    }

    /// <summary>What a wallet's running requests hold and what is free of its allowance in this process.</summary>
    public (Money Free, int Holds) State(Guid walletId)
    {
        lock (_gate)
        {
            return _wallets.TryGetValue(walletId, out var wallet) ? (wallet.Free, wallet.Holds) : default;
        }
    }

    /// <summary>How far a cap is used up now; null where nobody has spent under it in this run.</summary>
    public CapStanding? Standing(SpendCap cap, DateTimeOffset now)
    {
        lock (_gate)
        {
            return tallies.Standing(cap, now);
        }
    }

    /// <summary>Gives back what allowances that nobody has used for a while still have; all of them where <paramref name="idle"/> is zero.</summary>
    public async Task ReleaseAsync(TimeSpan idle, CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - idle;
        foreach (var wallet in Idle(before))
        {
            cancellation.ThrowIfCancellationRequested();
            await ReleaseAsync(wallet, before);
        }
    }

    /// <summary>Forgets windows of spending that are long past, and wallets that nobody has used for an hour.</summary>
    public void Trim()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (now - _trimmedAt < TrimEvery)
            {
                return;
            }

            _trimmedAt = now;
            tallies.Trim(now);
            foreach (var (id, wallet) in _wallets.ToArray())
            {
                if (wallet is { Holds: 0, Waiting: 0, Refilling: null, Releasing: null, Free.Nanos: 0 } && now - wallet.UsedAt > TrimEvery)
                {
                    _wallets.Remove(id);
                }
            }
        }
    }

    private WalletAccount Open(Guid walletId)
    {
        lock (_gate)
        {
            if (!_wallets.TryGetValue(walletId, out var wallet))
            {
                var now = time.GetUtcNow();
                _wallets.Add(walletId, wallet = new WalletAccount(walletId, run, now));
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
            if (TryDecide(hold, wallet, amount, more, isNew, out var refusal))
            {
                return new ValueTask<HoldRefusal?>(refusal);
            }

            wallet.Waiting++;
            return WaitAsync(hold, wallet, amount, more, isNew, wallet.Refills, cancellation);
        }
    }

    // Under the lock. False where it takes a look into the ledger.
    private bool TryDecide(Hold hold, WalletAccount wallet, Money amount, Money more, bool isNew, out HoldRefusal? refusal)
    {
        refusal = null;
        if (hold.Closed)
        {
            throw new InvalidOperationException("A hold that is settled cannot be extended.");
        }

        if (tallies.Unknown(hold.Spender, hold.StartedAt) is not null)
        {
            return false;
        }

        if (tallies.Refuses(hold.Spender, hold.StartedAt, more) is { } cap)
        {
            tallies.NoteRefused(hold.Spender, cap.Cap, hold.StartedAt);
            refusal = new HoldRefusal(HoldRefusalKind.Cap, more) { Cap = cap };
            return true;
        }

        if (wallet.Free < amount)
        {
            return false;
        }

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
                Task<Refill>? refill = null;
                Task? releasing;
                SpendKey? unknown;
                lock (_gate)
                {
                    // What came free meanwhile counts as much as what a refill brings.
                    if (TryDecide(hold, wallet, amount, more, isNew, out var refusal))
                    {
                        return refusal;
                    }

                    unknown = tallies.Unknown(hold.Spender, hold.StartedAt);
                    releasing = wallet.Releasing;
                    var missing = amount - wallet.Free;
                    if (unknown is null && releasing is null && missing < lacking)
                    {
                        refill = Want(wallet, missing, amount);
                    }
                }

                if (unknown is { } key)
                {
                    await LoadAsync(key, cancellation);
                }
                else if (releasing is not null)
                {
                    // What is on its way back is neither here nor there yet: a look into the wallet now would miss it.
                    await releasing.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                    cancellation.ThrowIfCancellationRequested();
                    lacking = new Money(long.MaxValue);
                }
                else if (refill is null)
                {
                    return await RefusedAsync(wallet, amount, cancellation);
                }
                else if (await refill.WaitAsync(cancellation) is { Granted.IsZero: true } none && none.Number > cameAfter)
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

    private async Task LoadAsync(SpendKey key, CancellationToken cancellation)
    {
        var spent = await ledger.SpentAsync(key.Scope, key.Id, key.Since, run.Number, cancellation);
        lock (_gate)
        {
            tallies.Load(key, spent);
        }
    }

    // Under the lock.
    private void Grant(Hold hold, WalletAccount wallet, Money amount, Money more, bool isNew)
    {
        if (wallet != hold.Wallet)
        {
            hold.Wallet.Free += hold.Amount;
            hold.Wallet.Holds--;
            hold.Wallet.UsedAt = time.GetUtcNow();
            hold.Wallet = wallet;
        }

        wallet.Free -= amount;
        wallet.UsedAt = time.GetUtcNow();
        wallet.Holds += isNew ? 1 : 0;
        hold.Amount += more;
        tallies.Hold(hold.Spender, hold.StartedAt, more);
        if (wallet.Free < Money.Max(amount + amount, new Money(wallet.Slice.Nanos / 2)) && wallet.Refilling is null && wallet.UsedAt >= wallet.ShortUntil)
        {
            // Fetched ahead of need, so that no hold has to wait while the database is busy with something else. Nobody waits for it: whoever needs it joins it.
            _ = Want(wallet, Money.Zero, amount);
        }
    }

    // Under the lock. One refill at a time; whoever finds too little in it comes again.
    private Task<Refill> Want(WalletAccount wallet, Money missing, Money hold) =>
        wallet.Refilling ??= RefillAsync(wallet, ++wallet.Refills, missing + NextSlice(wallet, hold), Money.Max(missing, new Money(1)));

    private async Task<Refill> RefillAsync(WalletAccount wallet, long number, Money want, Money least)
    {
        // Away from the lock, under which it is called.
        await Task.Yield();
        var began = time.GetTimestamp();
        var granted = Money.Zero;
        try
        {
            granted = await ledger.ReserveAsync(wallet.WalletId, wallet.AllowanceId, run.Number, want, least, CancellationToken.None);
            return new Refill(number, granted, least);
        }
        finally
        {
            Refilled?.Invoke(time.GetElapsedTime(began));
            lock (_gate)
            {
                wallet.Free += granted;
                wallet.Refilling = null;
                if (granted < want)
                {
                    wallet.ShortUntil = time.GetUtcNow() + ShortPause;
                    wallet.Slice = Money.Zero;
                }
            }
        }
    }

    private async Task<HoldRefusal> RefusedAsync(WalletAccount wallet, Money amount, CancellationToken cancellation)
    {
        var balance = await ledger.BalanceAsync(wallet.WalletId, cancellation);
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

    private List<WalletAccount> Idle(DateTimeOffset before)
    {
        lock (_gate)
        {
            return [.. _wallets.Values.Where(wallet => IsIdle(wallet, before))];
        }
    }

    private Task ReleaseAsync(WalletAccount wallet, DateTimeOffset before)
    {
        lock (_gate)
        {
            if (!IsIdle(wallet, before))
            {
                return Task.CompletedTask;
            }

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
            await ledger.ReleaseAsync(wallet.AllowanceId, amount, CancellationToken.None);

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
        wallet is { Holds: 0, Waiting: 0, Refilling: null, Releasing: null, Free.Nanos: > 0 } && wallet.UsedAt <= before;

    // Under the lock. As much more or less than the last one as that has lasted too short or too long.
    private Money NextSlice(WalletAccount wallet, Money hold)
    {
        var now = time.GetUtcNow();
        var lasted = Math.Max((now - wallet.RefilledAt).Ticks, SliceLasts.Ticks / LargestGrowth);
        wallet.RefilledAt = now;
        var spent = new Money(wallet.Slice.Nanos * SliceLasts.Ticks / lasted);
        return wallet.Slice = Money.Min(LargestSlice, Money.Max(Money.Max(LeastSlice, spent), new Money(hold.Nanos * SliceOfHolds)));
    }
}
