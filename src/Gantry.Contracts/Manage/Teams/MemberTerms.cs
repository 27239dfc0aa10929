namespace Gantry.Contracts.Manage.Teams;

/// <summary>What can be said of a member of a team, in the words of the declarative file.</summary>
public record MemberTerms
{
    /// <summary><c>member</c> or <c>manager</c>.</summary>
    public string Role { get; init; } = "member";

    /// <summary>The budget: what all keys of this person in the team may spend together, one bound a window; empty for those of the team alone.</summary>
    public IReadOnlyList<SpendCap> SpendCap { get; init; } = [];
}
