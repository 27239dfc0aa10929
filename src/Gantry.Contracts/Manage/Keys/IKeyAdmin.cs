namespace Gantry.Contracts.Manage.Keys;

/// <summary>The client keys of all accounts. Changes take effect within seconds, everywhere.</summary>
public interface IKeyAdmin
{
    Task<Page<KeyView>> ListAsync(IActor who, KeyQuery query, CancellationToken cancellation);

    Task<Versioned<KeyView>> GetAsync(IActor who, Guid id, CancellationToken cancellation);

    Task<KeyIssued> CreateAsync(IActor who, KeyDraft draft, CancellationToken cancellation);

    /// <param name="who">Who asks.</param>
    /// <param name="id">The key.</param>
    /// <param name="change">Gets what the key says now and tells what it shall say; nobody comes in between.</param>
    /// <param name="tag">The version that the change was made for; null for whatever is there.</param>
    /// <param name="cancellation">Ends the work before the write.</param>
    Task<Versioned<KeyView>> EditAsync(IActor who, Guid id, Func<KeyTerms, KeyTerms> change, string? tag, CancellationToken cancellation);

    /// <summary>For good: no file brings back what was revoked here.</summary>
    Task RevokeAsync(IActor who, Guid id, string? tag, CancellationToken cancellation);

    /// <summary>Gives the key another secret; all else stays.</summary>
    Task<KeyIssued> RotateAsync(IActor who, Guid id, KeyRotation rotation, CancellationToken cancellation);
}
