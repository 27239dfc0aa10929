namespace Gantry.Contracts.Manage.Tokens;

/// <summary>An admin token, without its secret.</summary>
public sealed record TokenView
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The owner's e-mail address.</summary>
    public required string Account { get; init; }

    public required string Name { get; init; }

    /// <summary>The ends of the secret.</summary>
    public required string Display { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
