namespace Gantry.Contracts.Manage.Codes;

/// <summary>Redemption codes to be made, all alike.</summary>
public sealed record CodeDraft
{
    /// <summary>What each use is worth: USD as decimal text.</summary>
    public string? Amount { get; init; }

    /// <summary>The same in nano-USD; where both are sent they must agree.</summary>
    public long? AmountNanos { get; init; }

    /// <summary>How many codes, from 1 to 1000.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How many accounts may use each, once each; from 1 to 1000000.</summary>
    public int Uses { get; init; } = 1;

    /// <summary>Null: they do not end by themselves.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
