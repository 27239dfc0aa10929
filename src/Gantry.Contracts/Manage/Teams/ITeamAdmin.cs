namespace Gantry.Contracts.Manage.Teams;

/// <summary>Teams, for admins; who manages one may look at it. To all others there is none.</summary>
public interface ITeamAdmin
{
    Task<Page<TeamView>> ListAsync(IActor who, TeamQuery query, CancellationToken cancellation);

    /// <exception cref="RefusedException">There is none, or none that is managed by who asks.</exception>
    Task<Versioned<TeamView>> GetAsync(IActor who, Guid id, CancellationToken cancellation);

    Task<Versioned<TeamView>> CreateAsync(IActor who, TeamDraft draft, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<TeamView>> EditAsync(IActor who, Guid id, Func<TeamTerms, TeamTerms> change, string? tag, CancellationToken cancellation);

    /// <summary>Its keys are refused; no file enables it again.</summary>
    Task<Versioned<TeamView>> DisableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation);

    Task<Versioned<TeamView>> EnableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation);
}
