using Gantry.Contracts.Manage.Alerts;
using Gantry.Management.Http;

namespace Gantry.Management.Alerts;

/// <summary>The alerts of all.</summary>
internal sealed class AlertResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("alerts", "listAlerts", ManageScopes.SettingsRead, "List alerts, newest first.");

    public static readonly ManageFilter Open = new("open", "Only those whose condition still holds.", "boolean");

    public string Name => "alerts";

    public IEnumerable<ManageEndpoint> Endpoints => [ManageEndpoint.Lists(List, call => call.Service<IAlertAdmin>().ListAsync(call.Caller, Query(call), call.Stop), Open)];

    public static AlertListQuery Query(ManageCall call) => call.FillPage(new AlertListQuery { OpenOnly = call.Flag(Open.Name) ?? false });
}
