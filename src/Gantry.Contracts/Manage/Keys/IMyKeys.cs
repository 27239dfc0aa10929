namespace Gantry.Contracts.Manage.Keys;

/// <summary>The client keys of the account that asks, and those that it has made in teams that it is in. Those of others are not there.</summary>
public interface IMyKeys
{
    Task<Page<KeyView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    Task<Versioned<KeyView>> GetAsync(IActor who, Guid id, CancellationToken cancellation);

    Task<KeyIssued> CreateAsync(IActor who, MyKeyDraft draft, CancellationToken cancellation);

    /// <inheritdoc cref="IKeyAdmin.EditAsync"/>
    Task<Versioned<KeyView>> EditAsync(IActor who, Guid id, Func<KeyTerms, KeyTerms> change, string? tag, CancellationToken cancellation);

    Task RevokeAsync(IActor who, Guid id, string? tag, CancellationToken cancellation);

    /// <summary>How far the caps of those in use are used up, by name.</summary>
    Task<Page<KeySpending>> SpendingAsync(IActor who, PageQuery query, CancellationToken cancellation);

    Task<KeyIssued> RotateAsync(IActor who, Guid id, KeyRotation rotation, CancellationToken cancellation);
}
