using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>
/// Counts in the memory of this process. One lock for all scopes: a request's limits are looked at as one, and what is done under it takes a microsecond.
/// Requests that nothing limits never come here.
/// </summary>
internal sealed class RateLimiter(TimeProvider time) : IRateLimiter
{
    private static readonly long SweepEvery = TimeSpan.TicksPerMinute;

    // Strangers choose their addresses. Who comes when so many are known goes uncounted, rather than unserved.
    private const int MostScopes = 200_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<RateScope, ScopeState> _states = [];
    private readonly long _origin = time.GetTimestamp();
    private long _arrivals;
    private long _sweepAt = SweepEvery;

    /// <summary>Scopes that are remembered; for tests.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _states.Count;
            }
        }
    }

    /// <summary>Requests that wait for a place; for tests.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _states.Values.Sum(state => state.Waiting);
            }
        }
    }

    public ValueTask<RateAdmission> AdmitAsync(RateAsk ask, TimeSpan patience, int waiting, CancellationToken cancellation)
    {
        RateWaiter waiter;
        lock (_gate)
        {
            var now = Now();
            Sweep(now);
            if (TryDecide(ask, now, isNew: true, out var admission) is not { } full)
            {
                return new(admission);
            }

            if (patience <= TimeSpan.Zero || full.Waiting >= waiting)
            {
                return new(new RateAdmission(null, NoPlace(ask, full, now) with { Waiting = patience > TimeSpan.Zero ? full.Waiting : 0 }));
            }

            waiter = new RateWaiter(ask, ++_arrivals);
            Queue(waiter, full);
        }

        return WaitAsync(waiter, patience, cancellation);
    }

    public ImmutableArray<RateStanding> Look(RateScopes scopes)
    {
        var standings = ImmutableArray.CreateBuilder<RateStanding>();
        lock (_gate)
        {
            var now = Now();
            for (var i = 0; i < scopes.Count; i++)
            {
                var limit = scopes[i];
                _states.TryGetValue(limit.Scope, out var state);
                Window(RateKind.RequestsPerMinute, limit.RequestsPerMinute, state?.Requests);
                Window(RateKind.TokensPerMinute, limit.TokensPerMinute, state?.Tokens);
                if (limit.Concurrent is { } places)
                {
                    standings.Add(new RateStanding(limit.Scope, RateKind.Concurrent, places, state?.Busy ?? 0, null));
                }

                void Window(RateKind kind, long? most, SlidingWindow? window)
                {
                    if (most is { } known)
                    {
                        standings.Add(new RateStanding(limit.Scope, kind, known, window?.Used(now) ?? 0, Moment(window?.Empties(now) ?? now, now)));
                    }
                }
            }
        }

        return standings.ToImmutable();
    }

    internal void End(RateLease lease, long tokens)
    {
        lock (_gate)
        {
            var now = Now();
            foreach (ref readonly var share in lease.Shares.AsSpan())
            {
                var state = share.State;
                state.Leases--;
                if (share.Limit.TokensPerMinute is not null && tokens > share.Tokens)
                {
                    state.Tokens.Add(now, tokens - share.Tokens);
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
    }

    private async ValueTask<RateAdmission> WaitAsync(RateWaiter waiter, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            return await waiter.Admission.WaitAsync(patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            return Leave(waiter, out var refusal) ? new RateAdmission(null, refusal with { Waited = patience }) : await waiter.Admission;
        }
        catch (OperationCanceledException)
        {
            if (!Leave(waiter, out _))
            {
                // Admitted at the moment of leaving.
                (await waiter.Admission).Lease?.End(0);
            }

            throw;
        }
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

            refusal = NoPlace(waiter.Ask, state, Now());
            state.Queue.Remove(waiter);
            waiter.WaitsFor = null;
            return true;
        }
    }

    private static void Queue(RateWaiter waiter, ScopeState state)
    {
        waiter.WaitsFor = state;
        state.Queue.Enqueue(waiter);
    }

    /// <summary>A place has become free: whose turn it is gets in, while there are places.</summary>
    private void LetIn(ScopeState state, long now)
    {
        while (state.Waiting > 0)
        {
            var waiter = state.Queue.Dequeue();
            var full = TryDecide(waiter.Ask, now, isNew: false, out var admission);
            if (full == state)
            {
                state.Queue.Restore(waiter);
                return;
            }

            if (full is not null)
            {
                // It waits for another limit's place from now on; this one goes to the next.
                Queue(waiter, full);
                continue;
            }

            waiter.WaitsFor = null;
            waiter.Complete(admission);
        }
    }

    /// <summary>Takes all that is asked, or nothing.</summary>
    /// <returns>The scope that has no place, in whose queue the request may wait; null where <paramref name="admission"/> says what comes of it.</returns>
    private ScopeState? TryDecide(in RateAsk ask, long now, bool isNew, out RateAdmission admission)
    {
        admission = default;
        ScopeState? full = null;
        var shares = new TakenShare[ask.Scopes.Count];
        for (var i = 0; i < shares.Length; i++)
        {
            var limit = ask.Scopes[i];
            if (StateOf(limit.Scope) is not { } state)
            {
                return null;
            }

            shares[i] = new TakenShare { Limit = limit, State = state, Tokens = limit.TokensPerMinute is { } most ? RateLook.Tokens(ask, most) : 0 };
            if (ask.TakesSlot && limit.Concurrent is { } places && (state.Busy >= places || (isNew && state.Waiting > 0)))
            {
                full ??= state;
            }
        }

        if (RateLook.Refusal(ask, shares, now, time.GetUtcNow()) is { } refusal)
        {
            admission = new RateAdmission(null, refusal);
            return null;
        }

        if (full is not null)
        {
            return full;
        }

        Take(shares, ask.TakesSlot, now);
        admission = new RateAdmission(new RateLease(this, shares, ask.TakesSlot, RateLook.Standing(shares, now, time.GetUtcNow())), null);
        return null;
    }

    private static void Take(TakenShare[] shares, bool place, long now)
    {
        foreach (ref var share in shares.AsSpan())
        {
            var state = share.State;
            state.Leases++;
            if (share.Limit.RequestsPerMinute is not null)
            {
                state.Requests.Add(now, 1);
            }

            if (share.Tokens > 0)
            {
                share.TokensAt = state.Tokens.Add(now, share.Tokens);
            }

            if (place && share.Limit.Concurrent is not null)
            {
                state.Busy++;
            }
        }
    }

    private RateRefusal NoPlace(in RateAsk ask, ScopeState state, long now)
    {
        var shares = new TakenShare[ask.Scopes.Count];
        var places = 0L;
        for (var i = 0; i < shares.Length; i++)
        {
            var limit = ask.Scopes[i];
            shares[i] = new TakenShare { Limit = limit, State = StateOf(limit.Scope)! };
            places = limit.Scope == state.Scope ? limit.Concurrent ?? 0 : places;
        }

        return new RateRefusal(state.Scope, RateKind.Concurrent, places, state.Busy, 1, null, RateLook.Standing(shares, now, time.GetUtcNow()));
    }

    private ScopeState? StateOf(RateScope scope)
    {
        if (_states.TryGetValue(scope, out var state))
        {
            return state;
        }

        if (_states.Count >= MostScopes && scope.Owner == RateOwner.Address)
        {
            return null;
        }

        _states.Add(scope, state = new ScopeState(scope));
        return state;
    }

    private void Sweep(long now)
    {
        if (now < _sweepAt)
        {
            return;
        }

        _sweepAt = now + SweepEvery;
        foreach (var (scope, state) in _states)
        {
            if (state.IsIdle(now))
            {
                _states.Remove(scope);
            }
        }
    }

    private DateTimeOffset Moment(long at, long now) => time.GetUtcNow().AddTicks(at - now);

    private long Now() => time.GetElapsedTime(_origin).Ticks;
}
