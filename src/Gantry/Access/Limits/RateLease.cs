using Gantry.Protocols.Limits;

namespace Gantry.Access.Limits;

/// <summary>What a request has taken of the limits that this process counts.</summary>
internal sealed class RateLease(RateLimiter limiter, TakenShare[] shares, bool hasPlace, RateLimits standing) : IRateLease
{
    private int _ended;

    public RateLimits Standing { get; } = standing;

    public TakenShare[] Shares { get; } = shares;

    public bool HasPlace { get; } = hasPlace;

    public void End(long tokens)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            limiter.End(this, tokens);
        }
    }
}
