namespace Gantry.Contracts.Manage.Teams;

/// <summary>Who is in a team, for its managers and for admins. To all others the team is not there.</summary>
public interface ITeamMembers
{
    /// <summary>By address; <see cref="PageQuery.Search"/> is its beginning.</summary>
    Task<Page<MemberView>> ListAsync(IActor who, Guid team, PageQuery query, CancellationToken cancellation);

    Task<Versioned<MemberView>> GetAsync(IActor who, Guid team, Guid member, CancellationToken cancellation);

    /// <exception cref="RefusedException">No account has the address, or it is in the team already.</exception>
    Task<Versioned<MemberView>> AddAsync(IActor who, Guid team, MemberDraft draft, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<MemberView>> EditAsync(IActor who, Guid team, Guid member, Func<MemberTerms, MemberTerms> change, string? tag, CancellationToken cancellation);

    /// <summary>Takes somebody out: its keys in the team are revoked, for good.</summary>
    Task RemoveAsync(IActor who, Guid team, Guid member, string? tag, CancellationToken cancellation);
}
