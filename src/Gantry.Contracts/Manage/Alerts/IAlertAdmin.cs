namespace Gantry.Contracts.Manage.Alerts;

/// <summary>The alerts of all.</summary>
public interface IAlertAdmin
{
    /// <summary>Newest first.</summary>
    Task<Page<AlertView>> ListAsync(IActor who, AlertListQuery query, CancellationToken cancellation);
}
