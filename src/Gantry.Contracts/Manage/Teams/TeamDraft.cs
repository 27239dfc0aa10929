namespace Gantry.Contracts.Manage.Teams;

/// <summary>A team to be made, without members.</summary>
public sealed record TeamDraft : TeamTerms
{
    /// <summary>Kept in lower case; without an <c>@</c> or a slash, and no other's.</summary>
    public required string Name { get; init; }
}
