namespace Gantry.Relay.State;

/// <summary>How much of its clients' conversations the gateway remembers for them, and for how long.</summary>
public sealed record StateLimits
{
    /// <summary>Bytes for all accounts together.</summary>
    public long TotalBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Bytes for one account, so that none pushes the others out.</summary>
    public long AccountBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>From the making of a response until it is forgotten.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);
}
