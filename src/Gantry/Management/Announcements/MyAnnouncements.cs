using Gantry.Announcements;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Announcements;
using Gantry.Management.Http;
using Gantry.Snapshot;

namespace Gantry.Management.Announcements;

/// <inheritdoc cref="IMyAnnouncements"/>
internal sealed class MyAnnouncements(Admission admission, IAnnouncements store, SnapshotHolder snapshots) : IMyAnnouncements
{
    public async Task<Page<AnnouncementView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        var account = admission.Check(who, MyAnnouncementResource.List).AccountId;
        string[] groups = [.. snapshots.Current.Keys.Values.Where(key => key.AccountId == account || key.MemberId == account).SelectMany(key => key.Groups).Select(group => group.Name).Distinct()];
        return ManageCursor.Page(await store.CurrentAsync(groups, cancellation), query, a => a.Title, a => a.Id.ToString(), AnnouncementAdmin.View);
    }
}
