namespace Gantry.Contracts.Manage.Alerts;

/// <summary>One's own alerts.</summary>
public interface IMyAlerts
{
    /// <summary>Newest first.</summary>
    Task<Page<AlertView>> ListAsync(IActor who, AlertListQuery query, CancellationToken cancellation);

    Task<Versioned<AlertWishes>> TermsAsync(IActor who, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<AlertWishes>> EditAsync(IActor who, Func<AlertWishes, AlertWishes> change, string? tag, CancellationToken cancellation);
}
