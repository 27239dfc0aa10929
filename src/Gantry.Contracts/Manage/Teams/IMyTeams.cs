namespace Gantry.Contracts.Manage.Teams;

/// <summary>The teams that the one who asks is in.</summary>
public interface IMyTeams
{
    /// <summary>By name.</summary>
    Task<Page<MyTeamView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    /// <summary>Takes oneself out: one's keys in the team are revoked, for good.</summary>
    /// <exception cref="RefusedException">One is not in it, or there is none.</exception>
    Task LeaveAsync(IActor who, Guid team, CancellationToken cancellation);
}
