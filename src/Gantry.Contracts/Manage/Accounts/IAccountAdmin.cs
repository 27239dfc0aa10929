namespace Gantry.Contracts.Manage.Accounts;

/// <summary>Accounts. An admin touches no owner and makes none; there is always an owner who is not disabled.</summary>
public interface IAccountAdmin
{
    Task<Page<AccountView>> ListAsync(IActor who, AccountQuery query, CancellationToken cancellation);

    Task<Versioned<AccountView>> GetAsync(IActor who, Guid id, CancellationToken cancellation);

    Task<Versioned<AccountView>> CreateAsync(IActor who, AccountDraft draft, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<AccountView>> EditAsync(IActor who, Guid id, Func<AccountTerms, AccountTerms> change, string? tag, CancellationToken cancellation);

    Task<Versioned<AccountView>> SetRoleAsync(IActor who, Guid id, RoleChange change, string? tag, CancellationToken cancellation);

    /// <summary>Its keys and admin tokens are refused; no file enables it again.</summary>
    Task<Versioned<AccountView>> DisableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation);

    Task<Versioned<AccountView>> EnableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation);
}
