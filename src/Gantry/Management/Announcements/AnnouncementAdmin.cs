using System.Globalization;
using Gantry.Announcements;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Announcements;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Announcements;

/// <inheritdoc cref="IAnnouncementAdmin"/>
internal sealed class AnnouncementAdmin(Admission admission, IAnnouncements store, TimeProvider time) : IAnnouncementAdmin
{
    public async Task<Page<AnnouncementView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        admission.Check(who, AnnouncementResource.List);
        return ManageCursor.Page(await store.ListAsync(cancellation), query, a => a.Title, a => a.Id.ToString(), View);
    }

    public async Task<Versioned<AnnouncementView>> GetAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        admission.Check(who, AnnouncementResource.Get);
        return Show(await FindAsync(id, cancellation));
    }

    public async Task<Versioned<AnnouncementView>> CreateAsync(IActor who, AnnouncementTerms terms, CancellationToken cancellation)
    {
        var caller = admission.Check(who, AnnouncementResource.Create);
        var made = Said(terms, new Announcement { Id = Guid.CreateVersion7(time.GetUtcNow()), Title = "", Text = "", From = time.GetUtcNow() });
        return Show(await store.SaveAsync(made, caller.Note(AnnouncementResource.Create.Action!), cancellation) ?? throw Changed());
    }

    public async Task<Versioned<AnnouncementView>> EditAsync(IActor who, Guid id, Func<AnnouncementTerms, AnnouncementTerms> change, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, AnnouncementResource.Edit);
        var before = await FindAsync(id, cancellation);
        RowTags.Check(tag, Tag(before));

        // The store holds the version against its own: who comes in between is not overwritten.
        var saved = await store.SaveAsync(Said(change(View(before)), before), caller.Note(AnnouncementResource.Edit.Action!), cancellation);
        return Show(saved ?? throw Changed());
    }

    public async Task DeleteAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        var caller = admission.Check(who, AnnouncementResource.Delete);
        if (!await store.DeleteAsync(id, caller.Note(AnnouncementResource.Delete.Action!), cancellation)) throw RefusedException.Missing("announcement");
    }

    private async Task<Announcement> FindAsync(Guid id, CancellationToken cancellation) =>
        await store.FindAsync(id, cancellation) ?? throw RefusedException.Missing("announcement");

    private static Announcement Said(AnnouncementTerms terms, Announcement announcement)
    {
        if (!EnumWords.TryParse<AnnouncementLevel>(terms.Level, out var level))
            throw RefusedException.Field("level", $"must be one of {string.Join(", ", EnumWords.All<AnnouncementLevel>())}");
        var said = announcement with { Title = terms.Title, Text = terms.Text, Level = level, From = terms.From ?? announcement.From, Until = terms.Until, Group = terms.Group };
        return said.Refuse() is { } reason ? throw RefusedException.Field(reason[..reason.IndexOf(' ', StringComparison.Ordinal)], reason) : said;
    }

    public static AnnouncementView View(Announcement announcement) => new()
    {
        Id = announcement.Id,
        Title = announcement.Title,
        Text = announcement.Text,
        Level = EnumWords.Of(announcement.Level),
        From = announcement.From,
        Until = announcement.Until,
        Group = announcement.Group,
    };

    private static Versioned<AnnouncementView> Show(Announcement announcement) => new(View(announcement), Tag(announcement));

    private static string Tag(Announcement announcement) => announcement.Version.ToString(CultureInfo.InvariantCulture);

    private static RefusedException Changed() =>
        RefusedException.Of(RefusalKind.Changed, "changed_meanwhile", "This is not the version that you saw: read it again.");
}
