namespace Gantry.Contracts.Manage.Me;

/// <summary>The one who asks.</summary>
public interface IMe
{
    Task<WhoAmI> GetAsync(IActor who, CancellationToken cancellation);

    /// <summary>How the account can be signed in to. Nothing is changed here: that asks for a fresh proof, on pages of its own.</summary>
    Task<SecuritySummary> SecurityAsync(IActor who, CancellationToken cancellation);

    /// <summary>The sessions that have not ended.</summary>
    Task<Page<SessionView>> SessionsAsync(IActor who, PageQuery query, CancellationToken cancellation);

    /// <summary>Ends one of them: its cookie is worth nothing from then on.</summary>
    Task EndSessionAsync(IActor who, Guid id, CancellationToken cancellation);
}
