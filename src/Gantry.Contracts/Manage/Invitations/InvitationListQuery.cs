namespace Gantry.Contracts.Manage.Invitations;

/// <summary>Which invitations are asked for; <see cref="PageQuery.Search"/> is the beginning of their addresses.</summary>
public sealed record InvitationListQuery : PageQuery
{
    /// <summary>Only those that can be used, or only those that cannot.</summary>
    public bool? Open { get; init; }
}
