namespace Gantry.Contracts.Manage.Groups;

/// <summary>Groups.</summary>
public interface IGroupAdmin
{
    Task<Page<GroupView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    Task<Versioned<GroupView>> GetAsync(IActor who, string name, CancellationToken cancellation);

    Task<Versioned<GroupView>> CreateAsync(IActor who, GroupDraft draft, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<GroupView>> EditAsync(IActor who, string name, Func<GroupTerms, GroupTerms> change, string? tag, CancellationToken cancellation);

    /// <summary>With its deployments. Refused while keys name it.</summary>
    Task DeleteAsync(IActor who, string name, string? tag, CancellationToken cancellation);
}
