using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>What one request has taken of one scope.</summary>
internal struct TakenShare
{
    public RateLimit Limit;
    public ScopeState State;

    /// <summary>Of the tokens of the minute.</summary>
    public long Tokens;

    /// <summary>Where they stand in the window.</summary>
    public long TokensAt;

    /// <summary>Takes it.</summary>
    public void Take(bool place, long now)
    {
        State.Leases++;
        if (Limit.RequestsPerMinute is not null) State.Requests.Add(now, 1);
        if (Tokens > 0) TokensAt = State.Tokens.Add(now, Tokens);
        if (place && Limit.Concurrent is not null) State.Busy++;
    }
}
