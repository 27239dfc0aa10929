namespace Gantry.Contracts.Manage.Dashboards;

/// <summary>What passes through the gateway, and what it earns.</summary>
public interface IDashboard
{
    /// <exception cref="RefusedException">No such window.</exception>
    Task<DashboardView> GetAsync(IActor who, DashboardQuery query, CancellationToken cancellation);
}
