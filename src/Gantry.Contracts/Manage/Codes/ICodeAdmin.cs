namespace Gantry.Contracts.Manage.Codes;

/// <summary>Redemption codes.</summary>
public interface ICodeAdmin
{
    /// <summary>Newest first; <see cref="PageQuery.Search"/> is the beginning of the code.</summary>
    Task<Page<CodeView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    /// <exception cref="RefusedException">No worth, a number out of its bounds, or an end that has passed.</exception>
    Task<CodesIssued> CreateAsync(IActor who, CodeDraft draft, CancellationToken cancellation);

    /// <summary>Nobody can use it any more; what it has credited stays.</summary>
    Task RevokeAsync(IActor who, Guid id, CancellationToken cancellation);
}
