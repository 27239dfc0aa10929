namespace Gantry.Captures;

/// <summary>What was asked and answered, for the owner of a key that wants it kept (reliability S-43). Headers are never part of it.</summary>
internal sealed record Capture
{
    public required string RequestId { get; init; }

    /// <summary>Who may read it: an account, or a member of a team, as the tenant of the key.</summary>
    public required Guid AccountId { get; init; }

    public required Guid KeyId { get; init; }

    /// <summary>Nobody reads it after this moment, and it is deleted soon.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>As the client has sent it, decoded.</summary>
    public required CapturedBody Request { get; init; }

    /// <summary>As the client was to get it.</summary>
    public required CapturedBody Answer { get; init; }
}
