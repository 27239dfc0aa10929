using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>What is taken of the limits of one scope. Nothing is kept of what nobody limits.</summary>
internal sealed class ScopeState(RateScope scope)
{
    private SlidingWindow? _requests;
    private SlidingWindow? _tokens;
    private FairQueue? _queue;

    public RateScope Scope { get; } = scope;

    public SlidingWindow Requests => _requests ??= new();

    public SlidingWindow Tokens => _tokens ??= new();

    /// <summary>Requests under way that have a place.</summary>
    public long Busy { get; set; }

    /// <summary>Requests that have not ended, with a place or without.</summary>
    public long Leases { get; set; }

    /// <summary>Nobody is in it while a place is free.</summary>
    public FairQueue Queue => _queue ??= new();

    public int Waiting => _queue?.Count ?? 0;

    /// <summary>Nothing is lost by forgetting it.</summary>
    public bool IsIdle(long now) => Leases == 0 && Waiting == 0 && (_requests?.Used(now) ?? 0) == 0 && (_tokens?.Used(now) ?? 0) == 0;
}
