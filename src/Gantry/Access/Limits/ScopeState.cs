using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>What is taken of the limits of one scope. Nothing is kept of what nobody limits.</summary>
/// <param name="scope">Whose limits.</param>
/// <param name="server">Shares them with other servers; null where this one counts alone.</param>
internal sealed class ScopeState(RateScope scope, RateShares? server = null)
{
    private SlidingWindow? _requests;
    private SlidingWindow? _tokens;
    private FairQueue? _queue;
    private ScopeShare? _ofRequests;
    private ScopeShare? _ofTokens;
    private ScopeShare? _ofPlaces;

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

    /// <summary>Those that there are.</summary>
    public List<ScopeShare> Shares
    {
        get
        {
            var shares = new List<ScopeShare>();
            if (_ofRequests is not null) shares.Add(_ofRequests);
            if (_ofTokens is not null) shares.Add(_ofTokens);
            if (_ofPlaces is not null) shares.Add(_ofPlaces);
            return shares;
        }
    }

    /// <summary>This server's share of a limit; null where this one counts alone.</summary>
    public ScopeShare? ShareOf(RateKind kind)
    {
        if (server is null) return null;
        ref var share = ref _ofPlaces;
        if (kind == RateKind.RequestsPerMinute) share = ref _ofRequests;
        else if (kind == RateKind.TokensPerMinute) share = ref _ofTokens;
        return share ??= server.Open(this, kind);
    }

    /// <summary>Up to how much of a limit may count here.</summary>
    public long Room(RateKind kind, long limit) => ShareOf(kind) is { } share ? share.Room(limit) : limit;

    /// <summary>What is left of a limit, as far as is known.</summary>
    public long Left(RateKind kind, long limit, long used, long now) => ShareOf(kind) is { } share ? share.Left(limit, now) : Math.Max(0, limit - used);

    /// <summary>What is taken of a limit, or may be by other servers, as far as is known.</summary>
    public long Taken(RateKind kind, long limit, long used, long now) => ShareOf(kind) is { } share ? Math.Max(used, limit - share.Left(limit, now)) : used;

    /// <summary>Nothing is lost by forgetting it.</summary>
    public bool IsIdle(long now) => Leases == 0 && Waiting == 0 && (_requests?.Used(now) ?? 0) == 0 && (_tokens?.Used(now) ?? 0) == 0;
}
