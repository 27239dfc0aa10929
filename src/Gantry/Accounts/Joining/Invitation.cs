using System.Collections.Immutable;
using Gantry.Catalog;

namespace Gantry.Accounts.Joining;

/// <summary>A link to an account that is still to be made, without what the link holds.</summary>
internal sealed record Invitation
{
    public required Guid Id { get; init; }

    /// <summary>In lower case. The account will have it and no other.</summary>
    public required string Email { get; init; }

    public AccountRole Role { get; init; }

    /// <summary>As in <see cref="AccountRow.SpendCaps"/>.</summary>
    public ImmutableArray<SpendLimit> SpendCaps { get; init; } = [];

    /// <summary>As in <see cref="AccountRow.RateLimits"/>.</summary>
    public RateTerms? RateLimits { get; init; }

    /// <summary>As in <see cref="AccountRow.TimeZone"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>As in <see cref="AccountRow.Plan"/>.</summary>
    public string? Plan { get; init; }

    /// <summary>Null where people register themselves: the link went to their mail alone.</summary>
    public Guid? InvitedById { get; init; }

    /// <summary>The address of whoever invites, as it was.</summary>
    public string? InvitedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public InvitationState StateAt(DateTimeOffset now) =>
        UsedAt is not null ? InvitationState.Used
        : RevokedAt is not null ? InvitationState.Revoked
        : now >= ExpiresAt ? InvitationState.Expired
        : InvitationState.Open;
}
