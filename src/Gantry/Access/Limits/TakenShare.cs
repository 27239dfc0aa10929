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
}
