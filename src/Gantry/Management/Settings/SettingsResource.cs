using Gantry.Contracts.Manage.Settings;
using Gantry.Management.Http;

namespace Gantry.Management.Settings;

/// <summary>The settings of the whole gateway. Whom it believes, where its alerts go and who gets its payments stand here: every change asks for a fresh proof.</summary>
internal sealed class SettingsResource : IManageResource
{
    public static readonly ManageRoute Get = ManageRoute.Get("settings", "getSettings", ManageScopes.SettingsRead, "Show what is set; of secrets, that they are.");
    public static readonly ManageRoute Edit = ManageRoute.Patch("settings", "editSettings", ManageScopes.SettingsWrite, "settings.edit", "Change settings, one or several at once.") with { StepUp = true };

    public string Name => "settings";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Gets(Get, call => call.Service<ISettingsAdmin>().GetAsync(call.Caller, call.Stop)),
        ManageEndpoint.Edits<SettingsTerms, SettingsTerms>(Edit, (call, change) => call.Service<ISettingsAdmin>().EditAsync(call.Caller, change, call.Tag, call.Stop)),
    ];
}
