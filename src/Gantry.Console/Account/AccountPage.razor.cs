using Gantry.Console.Language;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Alerts;
using Gantry.Contracts.Manage.Announcements;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Teams;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Account;

/// <summary>Who one is here, what one wants to hear, and what one belongs to.</summary>
public sealed partial class AccountPage
{
    private const int NewestAlerts = 10;

    /// <summary>What concerns people; the others are the operators'.</summary>
    private static readonly string[] Kinds = ["low_balance", "cap_near", "cap_reached", "spend_velocity", "price_change"];

    private readonly HashSet<string> _muted = new(StringComparer.Ordinal);
    private WhoAmI? _me;
    private SecuritySummary? _security;
    private Versioned<AlertWishes>? _wishes;
    private IReadOnlyList<AlertView> _alerts = [];
    private IReadOnlyList<AnnouncementView> _announced = [];
    private IReadOnlyList<MyTeamView> _teams = [];
    private string _low = "";
    private bool _saving;

    [Inject]
    private IMe Me { get; set; } = null!;

    [Inject]
    private IMyAlerts MyAlerts { get; set; } = null!;

    [Inject]
    private IMyAnnouncements MyAnnouncements { get; set; } = null!;

    [Inject]
    private IMyTeams MyTeams { get; set; } = null!;

    private MyAccountWords W => field ??= new MyAccountWords(Tongue);

    private WalletWords Caps => field ??= new WalletWords(Tongue);

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _me = await Me.GetAsync(who, cancellation);
        _security = await Me.SecurityAsync(who, cancellation);
        Show(await MyAlerts.TermsAsync(who, cancellation));
        _alerts = (await MyAlerts.ListAsync(who, new AlertListQuery { Limit = NewestAlerts }, cancellation)).Data;
        _announced = (await MyAnnouncements.ListAsync(who, new PageQuery { Limit = PageQuery.Most }, cancellation)).Data;
        _teams = (await MyTeams.ListAsync(who, new PageQuery { Limit = PageQuery.Most }, cancellation)).Data;
    }

    private async Task SaveAsync()
    {
        _saving = true;
        await DoAsync(async (who, cancellation) =>
        {
            // What is muted beside what the page shows stays so.
            Show(await MyAlerts.EditAsync(
                who,
                before => before with { LowBalance = _low.Trim() is { Length: > 0 } low ? low : null, Muted = [.. before.Muted.Except(Kinds), .. _muted.Intersect(Kinds)] },
                _wishes?.Tag,
                cancellation));
            Shell.Say(W.Saved);
        });
    }

    private void Show(Versioned<AlertWishes> wishes)
    {
        (_wishes, _low) = (wishes, wishes.Value.LowBalance ?? "");
        _muted.Clear();
        _muted.UnionWith(wishes.Value.Muted);
    }

    private void Mail(string kind, bool wanted)
    {
        if (wanted) _muted.Remove(kind);
        else _muted.Add(kind);
    }

    private static string Shown(string? text) => text ?? "\u00a0";
}
