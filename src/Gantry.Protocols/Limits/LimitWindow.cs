namespace Gantry.Protocols.Limits;

/// <summary>One limit that a provider keeps, as far as it tells.</summary>
/// <param name="Limit">How much the window holds: requests or tokens.</param>
/// <param name="Remaining">How much is left of it.</param>
/// <param name="Reset">When the window is full again.</param>
public readonly record struct LimitWindow(long? Limit, long? Remaining, DateTimeOffset? Reset)
{
    /// <summary>Nothing is known.</summary>
    public bool IsEmpty => Limit is null && Remaining is null && Reset is null;

    /// <summary>Nothing is left.</summary>
    public bool IsExhausted => Remaining <= 0;
}
