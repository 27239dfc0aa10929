using Gantry.Contracts.Manage.Health;
using Gantry.Management.Http;

namespace Gantry.Management.Health;

/// <summary>How the gateway and its upstreams do, for operators.</summary>
internal sealed class HealthResource : IManageResource
{
    public static readonly ManageRoute Get = ManageRoute.Get("health", "getHealth", ManageScopes.SettingsRead, "Show how the gateway and its upstreams do.");

    public string Name => "health";

    public IEnumerable<ManageEndpoint> Endpoints => [ManageEndpoint.Reads(Get, call => call.Service<IHealthAdmin>().GetAsync(call.Caller, call.Stop))];
}
