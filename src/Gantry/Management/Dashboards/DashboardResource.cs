using Gantry.Contracts.Manage.Dashboards;
using Gantry.Management.Http;

namespace Gantry.Management.Dashboards;

/// <summary>What passes through the gateway, for operators.</summary>
internal sealed class DashboardResource : IManageResource
{
    public static readonly ManageRoute Get = ManageRoute.Get("dashboard", "getDashboard", ManageScopes.UsageRead, "Show traffic, money, failures and response times of a time.");

    private static readonly ManageFilter Window = new("window", "24h by hours, 7d or 30d by days of UTC. Else 24h.");

    public string Name => "dashboard";

    public IEnumerable<ManageEndpoint> Endpoints =>
        [ManageEndpoint.Reads(Get, call => call.Service<IDashboard>().GetAsync(call.Caller, new DashboardQuery { Window = call.Query(Window.Name) ?? DashboardQuery.Day }, call.Stop), Window)];
}
