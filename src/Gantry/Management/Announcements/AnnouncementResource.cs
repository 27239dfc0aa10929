using Gantry.Contracts.Manage.Announcements;
using Gantry.Management.Http;

namespace Gantry.Management.Announcements;

/// <summary>Announcements.</summary>
internal sealed class AnnouncementResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("announcements", "listAnnouncements", ManageScopes.SettingsRead, "List announcements, past and coming ones as well.");
    public static readonly ManageRoute Get = ManageRoute.Get("announcements/{id}", "getAnnouncement", ManageScopes.SettingsRead, "Show an announcement.");
    public static readonly ManageRoute Create = ManageRoute.Post("announcements", "createAnnouncement", ManageScopes.SettingsWrite, "announcement.create", "Announce something.");
    public static readonly ManageRoute Edit = ManageRoute.Patch("announcements/{id}", "editAnnouncement", ManageScopes.SettingsWrite, "announcement.edit", "Edit an announcement.");
    public static readonly ManageRoute Delete = ManageRoute.Delete("announcements/{id}", "deleteAnnouncement", ManageScopes.SettingsWrite, "announcement.delete", "Delete an announcement.");

    public string Name => "announcements";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<IAnnouncementAdmin>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the title")),
        ManageEndpoint.Gets(Get, call => call.Service<IAnnouncementAdmin>().GetAsync(call.Caller, call.Id(), call.Stop)),
        ManageEndpoint.Creates<AnnouncementTerms, AnnouncementView>(Create, (call, terms) => call.Service<IAnnouncementAdmin>().CreateAsync(call.Caller, terms, call.Stop), made => made.Id.ToString()),
        ManageEndpoint.Edits<AnnouncementTerms, AnnouncementView>(Edit, (call, change) => call.Service<IAnnouncementAdmin>().EditAsync(call.Caller, call.Id(), change, call.Tag, call.Stop)),
        ManageEndpoint.Ends(Delete, call => call.Service<IAnnouncementAdmin>().DeleteAsync(call.Caller, call.Id(), call.Stop)),
    ];
}
