using System.Collections.Concurrent;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;

namespace Gantry.Billing.Wallets;

/// <summary>
/// Chooses the wallet that pays: that of the account's plan where it covers the whole request, else, if the plan lets it, the account's own. No
/// request is ever paid by two.
/// </summary>
/// <remarks>Safe for concurrent use. The usual hold touches no database; the first of a period does.</remarks>
internal sealed class PayingWallets(WalletDesk desk, IPlanStore plans, TimeProvider time) : IDisposable
{
    // A plan that was found short is left in peace for so long by requests of that size: each would ask the database again.
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, Purse> _purses = new();
    private readonly SemaphoreSlim _opening = new(1);
    private bool _isLoaded;

    /// <summary>As <see cref="WalletDesk.HoldAsync"/>.</summary>
    /// <param name="plan">The plan of the spender's account as it is configured now; null for none.</param>
    /// <param name="spender">Whose account pays.</param>
    /// <param name="startedAt">The start of the request: decides on the windows of caps. The plan's period is that of the hold.</param>
    /// <param name="amount">At least zero.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async ValueTask<HoldOutcome> HoldAsync(PlanTerms? plan, Spender spender, DateTimeOffset startedAt, Money amount, CancellationToken cancellation)
    {
        var own = spender.AccountId;
        if (await PurseAsync(own, plan, spender.Zone, cancellation) is not { } purse) return await desk.HoldAsync(own, spender, startedAt, amount, cancellation);
        var (id, refuses) = (purse.Wallet.WalletId, purse.Wallet.Terms.Overflow == PlanOverflow.Refuse);
        if (refuses || !purse.IsShortOf(amount, time.GetUtcNow()) || desk.State(id).Free >= amount)
        {
            var outcome = await desk.HoldAsync(id, spender, startedAt, amount, cancellation);
            if (outcome.Hold is { } hold) hold.Plan = purse.Wallet;
            if (outcome.Refusal is not { Kind: HoldRefusalKind.Balance } refusal) return outcome;
            if (refuses) return new HoldOutcome(null, Told(refusal, purse.Wallet, spender));
            purse.FoundShortOf(amount, time.GetUtcNow() + ShortPause);
        }

        return await desk.HoldAsync(own, spender, startedAt, amount, cancellation);
    }

    /// <summary>As <see cref="WalletDesk.PreviewAsync"/>: opens no period.</summary>
    public async ValueTask<HoldRefusal?> PreviewAsync(PlanTerms? plan, Spender spender, DateTimeOffset at, Money amount, CancellationToken cancellation)
    {
        var own = spender.AccountId;
        var running = await plans.FindAsync(own, cancellation);
        if ((running?.Terms ?? plan) is not { } terms) return await desk.PreviewAsync(own, spender, at, amount, cancellation);
        var refusal = running is not null ? await desk.PreviewAsync(running.WalletId, spender, at, amount, cancellation)
            : amount > terms.Amount ? new HoldRefusal(HoldRefusalKind.Balance, amount) { Available = terms.Amount }
            : await desk.PreviewAsync(own, spender, at, amount, cancellation) is { Kind: HoldRefusalKind.Cap } cap ? cap
            : null;
        if (refusal is not { Kind: HoldRefusalKind.Balance }) return refusal;
        if (terms.Overflow == PlanOverflow.Wallet) return await desk.PreviewAsync(own, spender, at, amount, cancellation);
        return refusal with { Plan = new PlanRefusal(terms, (running?.Span ?? terms.SpanAt(at, spender.Zone)).End, spender.Zone) };
    }

    /// <summary>As <see cref="WalletDesk.ExtendAsync"/>. Where the plan has no more, the whole hold moves to the account's own wallet if the plan lets it.</summary>
    public async ValueTask<HoldRefusal?> ExtendAsync(Hold hold, Money more, CancellationToken cancellation)
    {
        if (await desk.ExtendAsync(hold, more, cancellation) is not { } refusal) return null;
        if (hold.Plan is not { } plan || refusal.Kind != HoldRefusalKind.Balance) return refusal;
        if (plan.Terms.Overflow == PlanOverflow.Refuse) return Told(refusal, plan, hold.Spender);
        var held = hold.Amount;
        if (await desk.MoveAsync(hold, hold.Spender.AccountId, more, cancellation) is not { } second)
        {
            hold.Plan = null;
            return null;
        }

        // Of the own wallet only what goes beyond the hold is more than there is already.
        return second is { Kind: HoldRefusalKind.Balance, Available: { } available } && available - held > refusal.Available
            ? refusal with { Available = available - held }
            : refusal;
    }

    /// <summary>Learns what other processes have opened, forgets what has ended.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            await LoadAsync(cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose() => _opening.Dispose();

    private ValueTask<Purse?> PurseAsync(Guid account, PlanTerms? plan, TimeZoneInfo zone, CancellationToken cancellation) =>
        Volatile.Read(ref _isLoaded) && Known(account, plan, out var purse) ? new ValueTask<Purse?>(purse) : new ValueTask<Purse?>(OpenAsync(account, plan, zone, cancellation));

    // False where the store has to be asked.
    private bool Known(Guid account, PlanTerms? plan, out Purse? purse)
    {
        purse = _purses.TryGetValue(account, out var found) && time.GetUtcNow() < found.Wallet.Span.End ? found : null;
        return purse is null ? plan is null : !purse.Wallet.IsShortOf(plan);
    }

    private async Task<Purse?> OpenAsync(Guid account, PlanTerms? plan, TimeZoneInfo zone, CancellationToken cancellation)
    {
        // One at a time: the first requests of a period come together, and only one of them has anything to do.
        await _opening.WaitAsync(cancellation);
        try
        {
            if (!_isLoaded) await LoadAsync(cancellation);
            if (Known(account, plan, out var known)) return known;
            var opened = new Purse(await plans.OpenAsync(account, plan!, zone, cancellation));
            _purses[account] = opened;
            return opened;
        }
        finally
        {
            _opening.Release();
        }
    }

    // While nobody opens any.
    private async Task LoadAsync(CancellationToken cancellation)
    {
        foreach (var wallet in await plans.RunningAsync(cancellation))
            if (!_purses.TryGetValue(wallet.AccountId, out var known) || known.Wallet != wallet) _purses[wallet.AccountId] = new Purse(wallet);

        var now = time.GetUtcNow();
        foreach (var (account, purse) in _purses)
            if (purse.Wallet.Span.End <= now) _purses.TryRemove(account, out _);

        Volatile.Write(ref _isLoaded, true);
    }

    private static HoldRefusal Told(HoldRefusal refusal, PlanWallet plan, in Spender spender) =>
        refusal with { Plan = new PlanRefusal(plan.Terms, plan.Span.End, spender.Zone) };

    /// <summary>The wallet of a period that runs, and for which amounts it was lately found short.</summary>
    private sealed class Purse(PlanWallet wallet)
    {
        private Shortage? _short;

        public PlanWallet Wallet => wallet;

        public bool IsShortOf(Money amount, DateTimeOffset now) => Volatile.Read(ref _short) is { } found && amount >= found.Amount && now < found.Until;

        public void FoundShortOf(Money amount, DateTimeOffset until) => Volatile.Write(ref _short, new Shortage(amount, until));

        private sealed record Shortage(Money Amount, DateTimeOffset Until);
    }
}
