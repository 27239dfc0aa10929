using Gantry.Catalog;
using Gantry.Contracts.Manage.Alerts;
using Gantry.Management.Http;

namespace Gantry.Management.Alerts;

/// <summary>One's own alerts, and which of them come by mail.</summary>
internal sealed class MyAlertResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("me/alerts", "listMyAlerts", ManageScopes.SettingsRead, "List your alerts, newest first.") with { Role = AccountRole.User };
    public static readonly ManageRoute Get = ManageRoute.Get("me/alert-preferences", "getMyAlertPreferences", ManageScopes.SettingsRead, "Show what you want to hear.") with { Role = AccountRole.User };

    public static readonly ManageRoute Edit =
        ManageRoute.Patch("me/alert-preferences", "editMyAlertPreferences", ManageScopes.SettingsWrite, "alert.preferences", "Change what you want to hear.") with { Role = AccountRole.User };

    public string Name => "my alerts";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<IMyAlerts>().ListAsync(call.Caller, AlertResource.Query(call), call.Stop), AlertResource.Open),
        ManageEndpoint.Gets(Get, call => call.Service<IMyAlerts>().TermsAsync(call.Caller, call.Stop)),
        ManageEndpoint.Edits<AlertWishes, AlertWishes>(Edit, (call, change) => call.Service<IMyAlerts>().EditAsync(call.Caller, change, call.Tag, call.Stop)),
    ];
}
