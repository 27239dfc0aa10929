namespace Gantry.Contracts.Manage.Accounts;

/// <summary>An account.</summary>
public sealed record AccountView : AccountTerms
{
    public required Guid Id { get; init; }

    public required string Email { get; init; }

    /// <summary><c>owner</c>, <c>admin</c> or <c>user</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Nobody can sign in as it, and its keys are refused.</summary>
    public required bool Disabled { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>.</summary>
    public required string ManagedBy { get; init; }
}
