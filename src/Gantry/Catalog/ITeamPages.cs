namespace Gantry.Catalog;

/// <summary>Reads single teams, and pages of who is in them: the whole catalogue is not loaded for them.</summary>
internal interface ITeamPages
{
    /// <param name="id">The team.</param>
    /// <param name="manager">Only where this person manages it; null for any.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<AccountRow?> TeamAsync(Guid id, Guid? manager, CancellationToken cancellation);

    /// <summary>Members by address.</summary>
    /// <param name="team">Of which team.</param>
    /// <param name="search">The beginning of their addresses; null for any.</param>
    /// <param name="after">Behind this address; null for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<IReadOnlyList<TeamMemberRow>> MembersAsync(Guid team, string? search, string? after, int limit, CancellationToken cancellation);

    Task<TeamMemberRow?> MemberAsync(Guid team, Guid person, CancellationToken cancellation);

    /// <summary>How many people are in each; teams without any are left out.</summary>
    /// <param name="teams">Of which teams, at most as many as a page holds.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<IReadOnlyDictionary<Guid, int>> CountAsync(IReadOnlyCollection<Guid> teams, CancellationToken cancellation);

    /// <summary>Every team that somebody is in, with what it is there, by name.</summary>
    Task<IReadOnlyList<(AccountRow Team, TeamMemberRow Member)>> OfPersonAsync(Guid person, CancellationToken cancellation);
}
