using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gantry.Access.Limits;

/// <summary>
/// Counts in the memory of this process. One lock for all scopes: a request's limits are looked at as one, and what is done under it takes a microsecond.
/// Requests that nothing limits never come here. Where several servers share the limits, this one keeps to its shares of them.
/// </summary>
internal sealed class RateLimiter : IRateLimiter
{
    private static readonly long SweepEvery = TimeSpan.TicksPerMinute;

    // A request that others keep taking the room away from is decided by what there is.
    private static readonly TimeSpan LongestAsking = TimeSpan.FromMilliseconds(1250);

    private readonly RateShares? _shares;
    private readonly RateClock _clock;
    private readonly Lock _gate;
    private readonly RateStates _states;
    private long _arrivals;
    private long _sweepAt = SweepEvery;

    /// <summary>The only one of its store.</summary>
    public RateLimiter(TimeProvider time)
    {
        (_clock, _gate, _states) = (new RateClock(time), new Lock(), new RateStates(null));
    }

    /// <summary>One of several.</summary>
    public RateLimiter(RateShares shares)
    {
        (_shares, _clock, _gate, _states) = (shares, shares.Clock, shares.Gate, new RateStates(shares));
        shares.MorePlaces = state => LetIn(state, _clock.Now);
    }

    /// <summary>Scopes that are remembered; for tests.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _states.Count;
        }
    }

    /// <summary>Requests that wait for a place; for tests.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _states.Waiting;
        }
    }

    public ValueTask<RateAdmission> AdmitAsync(RateAsk ask, TimeSpan patience, int waiting, CancellationToken cancellation)
    {
        var entry = Enter(ask, patience, waiting, null, RateAsking.All);
        if (entry.Lacks is { } lacks) return AskAsync(ask, lacks, patience, waiting, null, cancellation);
        return entry.Waiter is { } waiter ? WaitAsync(waiter, patience, cancellation) : new(entry.Admission);
    }

    public ImmutableArray<RateStanding> Look(RateScopes scopes)
    {
        lock (_gate) return RateLook.Standings(scopes, _states, _clock, _clock.Now);
    }

    /// <summary>Gives the shares of idle scopes back, and forgets those that have none. For one of several servers; who is alone does so by the way.</summary>
    public Task SweepAsync()
    {
        Func<Task> giveBack;
        lock (_gate) giveBack = _shares!.GiveBack(_states.Forget(_clock.Now));
        return giveBack();
    }

    /// <summary>Gives all shares back that nothing counts in: the end of the process.</summary>
    public Task LeaveAsync() => _shares?.LeaveAsync() ?? Task.CompletedTask;

    internal void End(RateLease lease, long tokens)
    {
        List<RateLack>? overruns = null;
        lock (_gate)
        {
            var now = _clock.Now;
            foreach (ref readonly var share in lease.Shares.AsSpan())
            {
                var state = share.State;
                state.Leases--;
                if (share.Limit.TokensPerMinute is { } most && tokens > share.Tokens)
                {
                    state.Tokens.Add(now, tokens - share.Tokens);
                    if (state.ShareOf(RateKind.TokensPerMinute) is { } own && own.IsOverrun(most, now)) (overruns ??= []).Add(new RateLack(own, most, 0));
                }
                else if (tokens < share.Tokens)
                {
                    state.Tokens.GiveBack(share.TokensAt, share.Tokens - tokens);
                }

                if (lease.HasPlace && share.Limit.Concurrent is not null)
                {
                    state.Busy--;
                }
            }

            if (lease.HasPlace)
            {
                foreach (ref readonly var share in lease.Shares.AsSpan())
                {
                    LetIn(share.State, now);
                }
            }
        }

        if (overruns is not null) _shares!.Tell(overruns);
    }

    /// <param name="ask">What the request takes.</param>
    /// <param name="patience">How long it may wait for a place.</param>
    /// <param name="waiting">How many may wait for the same place.</param>
    /// <param name="number">By which it has waited already; null for who has just come.</param>
    /// <param name="asking">What other servers may be asked for.</param>
    private RateEntry Enter(in RateAsk ask, TimeSpan patience, int waiting, long? number, RateAsking asking)
    {
        lock (_gate)
        {
            var now = _clock.Now;
            if (_shares is null) Sweep(now);
            var entry = Decide(ask, now, isNew: number is null, asking);
            if (entry.Full is not { } full) return entry;
            if (patience <= TimeSpan.Zero || full.Waiting >= waiting)
            {
                return new RateEntry(new RateAdmission(null, NoPlace(ask, full, now) with { Waiting = patience > TimeSpan.Zero ? full.Waiting : 0 }));
            }

            var waiter = new RateWaiter(ask, number ?? ++_arrivals);
            Queue(waiter, full);
            return entry with { Waiter = waiter };
        }
    }

    private async ValueTask<RateAdmission> AskAsync(RateAsk ask, IReadOnlyList<RateLack> lacks, TimeSpan patience, int waiting, long? number, CancellationToken cancellation)
    {
        var began = _clock.Now;
        while (true)
        {
            await _shares!.AskAsync(lacks, cancellation);
            var passed = TimeSpan.FromTicks(_clock.Now - began);
            var entry = Enter(ask, patience - passed, waiting, number, passed < LongestAsking ? RateAsking.All : RateAsking.Nothing);
            if (entry.Waiter is { } waiter) return await WaitAsync(waiter, patience - passed, cancellation);
            if (entry.Lacks is null) return entry.Admission;
            lacks = entry.Lacks;
        }
    }

    private async ValueTask<RateAdmission> WaitAsync(RateWaiter waiter, TimeSpan patience, CancellationToken cancellation)
    {
        var began = _clock.Now;
        RateEntry entry;
        try
        {
            entry = await waiter.Entry.WaitAsync(patience, _clock.Time, cancellation);
        }
        catch (TimeoutException)
        {
            if (Leave(waiter, out var refusal)) return new RateAdmission(null, refusal with { Waited = patience });
            entry = await waiter.Entry;
        }
        catch (OperationCanceledException)
        {
            if (!Leave(waiter, out _))
            {
                // Admitted at the moment of leaving.
                (await waiter.Entry).Admission.Lease?.End(0);
            }

            throw;
        }

        return entry.Lacks is { } lacks
            ? await AskAsync(waiter.Ask, lacks, patience - TimeSpan.FromTicks(_clock.Now - began), int.MaxValue, waiter.Number, cancellation)
            : entry.Admission;
    }

    /// <returns>False where the waiting had ended already.</returns>
    private bool Leave(RateWaiter waiter, [NotNullWhen(true)] out RateRefusal? refusal)
    {
        lock (_gate)
        {
            refusal = null;
            if (waiter.WaitsFor is not { } state)
            {
                return false;
            }

            refusal = NoPlace(waiter.Ask, state, _clock.Now);
            state.Queue.Remove(waiter);
            waiter.WaitsFor = null;
            return true;
        }
    }

    private void Queue(RateWaiter waiter, ScopeState state)
    {
        waiter.WaitsFor = state;
        state.Queue.Enqueue(waiter);
        if (state.ShareOf(RateKind.Concurrent) is { } share) _shares!.Watch(share);
    }

    /// <summary>A place has become free: whose turn it is gets in, while there are places.</summary>
    private void LetIn(ScopeState state, long now)
    {
        while (state.Waiting > 0)
        {
            var waiter = state.Queue.Dequeue();
            var entry = Decide(waiter.Ask, now, isNew: false, RateAsking.Windows);
            if (entry.Full == state)
            {
                state.Queue.Restore(waiter);
                return;
            }

            if (entry.Full is { } full)
            {
                // It waits for another limit's place from now on; this one goes to the next.
                Queue(waiter, full);
                continue;
            }

            waiter.WaitsFor = null;
            waiter.Complete(entry);
        }
    }

    /// <summary>Takes all that is asked, or nothing.</summary>
    private RateEntry Decide(in RateAsk ask, long now, bool isNew, RateAsking asking)
    {
        ScopeState? full = null;
        List<RateLack>? lacks = null;
        var shares = new TakenShare[ask.Scopes.Count];
        for (var i = 0; i < shares.Length; i++)
        {
            var limit = ask.Scopes[i];
            if (_states.At(limit.Scope) is not { } state)
            {
                return default;
            }

            shares[i] = new TakenShare { Limit = limit, State = state, Tokens = limit.TokensPerMinute is { } most ? RateLook.Tokens(ask, most) : 0 };
            if (!ask.TakesSlot || limit.Concurrent is not { } places) continue;
            if (isNew && state.Waiting > 0) full ??= state;
            else if (state.Busy < state.Room(RateKind.Concurrent, places)) continue;
            else if (asking == RateAsking.All && state.ShareOf(RateKind.Concurrent) is { } own && own.MayAsk(places, state.Busy, 1, now)) (lacks ??= []).Add(new RateLack(own, places, 1));
            else full ??= state;
        }

        if (RateLook.Refusal(shares, _clock, now, asking, ref lacks) is { } refusal) return new RateEntry(new RateAdmission(null, refusal));
        if (lacks is not null) return new RateEntry(default, null, lacks);
        if (full is not null) return new RateEntry(default, full);
        foreach (ref var share in shares.AsSpan()) share.Take(ask.TakesSlot, now);
        return new RateEntry(new RateAdmission(new RateLease(this, shares, ask.TakesSlot, RateLook.Standing(shares, _clock, now)), null));
    }

    private RateRefusal NoPlace(in RateAsk ask, ScopeState state, long now)
    {
        var shares = new TakenShare[ask.Scopes.Count];
        for (var i = 0; i < shares.Length; i++)
        {
            var limit = ask.Scopes[i];
            shares[i] = new TakenShare { Limit = limit, State = _states.At(limit.Scope)! };
        }

        var places = ask.Scopes.PlacesOf(state.Scope);
        var busy = state.Taken(RateKind.Concurrent, places, state.Busy, now);
        return new RateRefusal(state.Scope, RateKind.Concurrent, places, busy, 1, null, RateLook.Standing(shares, _clock, now));
    }

    private void Sweep(long now)
    {
        if (now < _sweepAt)
        {
            return;
        }

        _sweepAt = now + SweepEvery;
        _states.Forget(now);
    }
}
