namespace Gantry.Contracts.Manage.Teams;

/// <summary>Somebody to be taken into a team.</summary>
public sealed record MemberDraft : MemberTerms
{
    /// <summary>The address of an account that is there.</summary>
    public required string Email { get; init; }
}
