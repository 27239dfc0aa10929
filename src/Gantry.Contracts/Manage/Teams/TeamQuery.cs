namespace Gantry.Contracts.Manage.Teams;

/// <summary>Which teams are asked for; <see cref="PageQuery.Search"/> is the beginning of their names.</summary>
public sealed record TeamQuery : PageQuery
{
    /// <summary>Only disabled ones, or only those that are not.</summary>
    public bool? Disabled { get; init; }
}
