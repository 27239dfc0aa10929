using Gantry.Catalog;
using Gantry.Contracts.Manage.Announcements;
using Gantry.Management.Http;

namespace Gantry.Management.Announcements;

/// <summary>What one is told by the operators.</summary>
internal sealed class MyAnnouncementResource : IManageResource
{
    public static readonly ManageRoute List =
        ManageRoute.Get("me/announcements", "listMyAnnouncements", ManageScopes.SettingsRead, "List what you are told now.") with { Role = AccountRole.User };

    public string Name => "my announcements";

    public IEnumerable<ManageEndpoint> Endpoints => [ManageEndpoint.Lists(List, call => call.Service<IMyAnnouncements>().ListAsync(call.Caller, call.Page(), call.Stop))];
}
