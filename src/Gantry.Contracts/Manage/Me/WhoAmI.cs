namespace Gantry.Contracts.Manage.Me;

/// <summary>Who asks, and what it may do.</summary>
public sealed record WhoAmI
{
    public required Guid AccountId { get; init; }

    public required string Email { get; init; }

    /// <summary><c>owner</c>, <c>admin</c> or <c>user</c>.</summary>
    public required string Role { get; init; }

    /// <summary>What the token is limited to; null for a session.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Nothing else may be done before a second factor is set up.</summary>
    public required bool MustAddFactor { get; init; }

    /// <summary>Until when what asks for a fresh proof is let in; null where a factor has to be presented first, and for tokens.</summary>
    public DateTimeOffset? ProvedUntil { get; init; }
}
