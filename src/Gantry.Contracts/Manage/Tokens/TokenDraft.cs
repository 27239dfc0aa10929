namespace Gantry.Contracts.Manage.Tokens;

/// <summary>An admin token to be made, for the account that asks.</summary>
public sealed record TokenDraft
{
    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Such as <c>catalog:read</c>; at least one.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Null: it does not end by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
