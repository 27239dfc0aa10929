namespace Gantry.Contracts.Manage;

/// <summary>How much may be asked for in any minute and at once; what is null has no limit here.</summary>
public sealed record RateLimits
{
    public long? RequestsPerMinute { get; init; }

    /// <summary>Tokens of prompts and answers together.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Requests under way at once.</summary>
    public long? Concurrent { get; init; }
}
