namespace Gantry.Contracts.Manage.Teams;

/// <summary>The teams that the one who asks is in.</summary>
public interface IMyTeams
{
    /// <summary>By name.</summary>
    Task<Page<MyTeamView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);
}
