using Gantry.Contracts.Manage.Accounts;

namespace Gantry.Contracts.Manage.Invitations;

/// <summary>An invitation, without its link.</summary>
public sealed record InvitationView : AccountTerms
{
    public required Guid Id { get; init; }

    public required string Email { get; init; }

    /// <summary><c>owner</c>, <c>admin</c> or <c>user</c>.</summary>
    public required string Role { get; init; }

    /// <summary><c>open</c>, <c>used</c>, <c>revoked</c> or <c>expired</c>.</summary>
    public required string State { get; init; }

    /// <summary>The address of whoever invites.</summary>
    public required string InvitedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset? UsedAt { get; init; }

    public required DateTimeOffset? RevokedAt { get; init; }
}
