using Gantry.Nodes;

namespace Gantry.Access.Limits;

/// <summary>
/// What this server may use of one limit that all servers of a store share. Whoever keeps to it needs to ask nobody: the shares of all servers never add up to more than
/// the limit, and what counts here now never exceeds the share, so no minute of all servers together has more than the limit.
/// </summary>
/// <remarks>Under the lock of the limiter. The store never believes in less than <see cref="Granted"/>: it is made smaller here first, larger there first.</remarks>
internal sealed class ScopeShare(RateShares server, ScopeState state, RateKind kind)
{
    // An exhausted limit must not cost a write for each refused request.
    private const long ShortPause = TimeSpan.TicksPerSecond;

    private long _limit;
    private long _run;
    private long _free;
    private (long Need, long Until) _short;

    public string Subject { get; } = RateSubject.Of(state.Scope, kind);

    public RateKind Kind => kind;

    public ScopeState State => state;

    /// <summary>The share, as it was last heard.</summary>
    public long Granted { get; private set; }

    /// <summary>The run that has it.</summary>
    public long Run => _run;

    /// <summary>The store is being asked, or told: nothing else is until it has answered. Ends sooner where it takes too long.</summary>
    public Task? Running { get; set; }

    /// <summary>It takes too long.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>What requests that wait for more of it will take.</summary>
    public long Wanted { get; set; }

    /// <summary>Somebody asks for it as long as requests wait for places.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Nothing is lost by forgetting it.</summary>
    public bool IsNothing => Running is null && !IsOverdue && (Granted == 0 || !IsOwn);

    // After another start the shares of the former run are gone.
    private bool IsOwn => _run == server.Run;

    /// <summary>What counts now.</summary>
    public long Used(long now) => kind switch
    {
        RateKind.RequestsPerMinute => state.Requests.Used(now),
        RateKind.TokensPerMinute => state.Tokens.Used(now),
        _ => state.Busy,
    };

    /// <summary>Up to how much may count here: the share, and while the store does not answer at least this server's part of the limit (reliability R-15).</summary>
    public long Room(long limit)
    {
        if (!IsCutOff) return IsOwn && _limit == limit ? Granted : 0;
        return server.IsFenced || !IsOwn ? server.Part(limit) : Math.Max(Math.Min(Granted, limit), server.Part(limit));
    }

    /// <summary>What could still be taken, as far as is known here: what is left of the share, and what nobody had when it was last asked for.</summary>
    public long Left(long limit, long now)
    {
        var used = Used(now);
        if (IsCutOff) return Math.Max(0, Room(limit) - used);
        return IsOwn && _limit == limit ? Math.Max(0, Granted - used) + _free : Math.Max(0, limit - used);
    }

    /// <summary>Whether there is any use in asking for so much more.</summary>
    public bool MayAsk(long limit, long used, long need, long now) => used + need <= limit && !IsCutOff && !IsShort(limit, need, now);

    /// <summary>More counts here than the share, which others must hear of: an answer was longer than expected.</summary>
    public bool IsOverrun(long limit, long now) => server.HasOthers && !IsCutOff && IsOwn && _limit == limit && Used(now) > Granted && !IsShort(limit, 0, now);

    /// <summary>Grants nothing more out of the share than counts now, until <see cref="Load"/>.</summary>
    public ShareAsk Freeze(long limit, long need, long now)
    {
        var used = Used(now);
        Granted = Math.Min(Granted, used);
        return new ShareAsk(Subject, limit, used, need) { Wish = Math.Max(0, Math.Min(Wanted, limit - used) - need) };
    }

    public void Load(in ShareAsk ask, in ShareGrant grant, long run, long now)
    {
        (Granted, _limit, _run) = (grant.Share, ask.Limit, run);
        _free = Math.Max(0, ask.Limit - grant.Share - grant.Others - grant.Gone);
        _short = grant.Granted ? default : (ask.Need, now + ShortPause);
    }

    /// <summary>Makes the share as small as what counts now.</summary>
    /// <returns>How small that is; null where nothing is to spare.</returns>
    public long? Spare(long now)
    {
        // Who is asking for more has nothing to spare.
        if (Running is not null || !IsOwn || Used(now) is var used && used >= Granted) return null;
        Granted = used;
        return used;
    }

    private bool IsCutOff => IsOverdue || server.IsCutOff;

    private bool IsShort(long limit, long need, long now) => IsOwn && _limit == limit && now < _short.Until && need >= _short.Need;
}
