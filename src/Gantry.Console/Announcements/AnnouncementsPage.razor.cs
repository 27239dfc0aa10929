using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Announcements;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Announcements;

/// <summary>What the operators tell the users: written, planned, changed, deleted.</summary>
public sealed partial class AnnouncementsPage
{
    private static readonly string[] FieldNames = ["title", "text", "level", "group", "from", "until"];

    private readonly FieldErrors _errors = new();
    private CursorList<AnnouncementView> _rows = null!;
    private Versioned<AnnouncementView>? _edited;
    private AnnouncementView? _row;
    private Asked _asked;
    private string _title = "", _text = "", _level = "info", _group = "", _from = "", _until = "";

    private enum Asked
    {
        Nothing,
        Form,
        Delete,
    }

    [Inject]
    private IAnnouncementAdmin Announcements { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private AnnouncementWords W => field ??= new AnnouncementWords(Tongue);

    protected override void OnInitialized() => _rows = new((who, after, cancellation) => Announcements.ListAsync(who, new PageQuery { After = after }, cancellation));

    protected override Task LoadAsync(IActor who, CancellationToken cancellation) => _rows.BeginAsync(who, cancellation);

    private void StartWriting() => Show(new AnnouncementTerms { Title = "", Text = "" }, null);

    private async Task StartEditingAsync(AnnouncementView row)
    {
        Versioned<AnnouncementView>? now = null;
        if (await DoAsync(async (who, cancellation) => now = await Announcements.GetAsync(who, row.Id, cancellation))) Show(now!.Value, now);
    }

    private void Show(AnnouncementTerms terms, Versioned<AnnouncementView>? edited)
    {
        (_title, _text, _level, _group) = (terms.Title, terms.Text, terms.Level, terms.Group ?? "");
        (_from, _until) = (LocalTime.Write(terms.From, Shell.Zone), LocalTime.Write(terms.Until, Shell.Zone));
        (_asked, _edited, Refused) = (Asked.Form, edited, null);
        _errors.Clear();
    }

    private void StartDeleting(AnnouncementView row) => (_asked, _row, Refused) = (Asked.Delete, row, null);

    private async Task SaveAsync()
    {
        _errors.Clear();
        var terms = new AnnouncementTerms
        {
            Title = _title.Trim(),
            Text = _text,
            Level = _level,
            Group = _group.Trim() is { Length: > 0 } group ? group : null,
            From = LocalTime.Read(_from, Shell.Zone),
            Until = LocalTime.Read(_until, Shell.Zone),
        };
        await DoAsync(async (who, cancellation) =>
        {
            if (_edited is { } edited) await Announcements.EditAsync(who, edited.Value.Id, _ => terms, edited.Tag, cancellation);
            else await Announcements.CreateAsync(who, terms, cancellation);
            await PutAwayAsync(W.Saved(terms.Title), who, cancellation);
        });
        _errors.Mark(Refused, FieldNames);
    }

    private Task<bool> DeleteAsync() => DoAsync(async (who, cancellation) =>
    {
        await Announcements.DeleteAsync(who, _row!.Id, cancellation);
        await PutAwayAsync(W.Deleted(_row.Title), who, cancellation);
    });

    // What had the focus goes with the dialog.
    private async Task PutAwayAsync(string said, IActor who, CancellationToken cancellation)
    {
        _asked = Asked.Nothing;
        Shell.Say(said);
        await _rows.BeginAsync(who, cancellation);
        await Browser.FocusAsync("#write");
    }

    private void Close() => (_asked, Refused) = (Asked.Nothing, null);

    private string StateOf(AnnouncementView row)
    {
        var now = Time.GetUtcNow();
        return row.From > now ? W.Planned : row.Until <= now ? W.Over : W.Shown;
    }
}
