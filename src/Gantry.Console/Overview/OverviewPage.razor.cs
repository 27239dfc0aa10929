using Gantry.Console.Charts;
using Gantry.Console.Circuits;
using Gantry.Console.Keys;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Alerts;
using Gantry.Contracts.Manage.Announcements;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Usages;
using Gantry.Contracts.Manage.Wallets;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Overview;

/// <summary>How one's account does, and the way to a first answer.</summary>
public sealed partial class OverviewPage
{
    private IReadOnlyList<AnnouncementView> _told = [];
    private IActor? _who;
    private WalletView? _wallet;
    private UsageDays? _days;
    private List<KeyView> _keys = [];
    private List<string> _labels = [];
    private List<ChartSeries> _spent = [];
    private List<ChartSeries> _requests = [];
    private IReadOnlyList<RankedRow> _models = [];
    private IReadOnlyList<RankedRow> _byKey = [];
    private bool _more;
    private bool _isLow;
    private bool _guided;
    private bool _inTeams;

    [Inject]
    private IMyKeys MyKeys { get; set; } = null!;

    [Inject]
    private IMyWallet MyWallet { get; set; } = null!;

    [Inject]
    private IMyUsage MyUsage { get; set; } = null!;

    [Inject]
    private IMyAlerts MyAlerts { get; set; } = null!;

    [Inject]
    private IMyAnnouncements MyAnnouncements { get; set; } = null!;

    // The guide waits for what happens elsewhere.
    protected override TimeSpan Every { get; } = TimeSpan.FromSeconds(3);

    protected override bool Waits => _guided && !Answered;

    private OverviewWords W => field ??= new OverviewWords(Tongue);

    private string? KeyCount => Ready ? Figures.Count(_keys.Count) + (_more ? "+" : "") : null;

    private bool Connected => _days is { Requests: > 0 } || _keys.Exists(key => key.LastUsedAt is not null);

    private bool Answered => _days is { } days && days.Requests > days.Failed;

    private string? MoneyHint => _wallet switch
    {
        null => null,
        { Debt: { AmountNanos: > 0 } debt } => W.Owed(Figures.Money(debt.Amount)),
        { Total.AmountNanos: 0, Plan: null or { Rest.AmountNanos: 0 } } => W.EmptyBalance,
        _ => _isLow ? W.Low : null,
    };

    // With the document already: whatever stands below would be moved by it later.
    protected override async Task OnInitializedAsync()
    {
        try
        {
            _told = (await MyAnnouncements.ListAsync(await Attendance.ActorAsync(Left), new PageQuery(), Left)).Data;
        }
        catch (SessionOverException)
        {
            _told = [];
        }
        catch (RefusedException refused)
        {
            Refused = refused.Refusal;
        }
    }

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _who = who;
        _wallet = await MyWallet.GetAsync(who, cancellation);
        _isLow = (await MyAlerts.ListAsync(who, new AlertListQuery { OpenOnly = true }, cancellation)).Data.Any(alert => alert.Kind == "low_balance");
        var now = Time.GetUtcNow();
        var from = UsageDays.From(now, Shell.Zone);
        var query = new SumQuery { From = from };
        _days = new UsageDays((await MyUsage.SumAsync(who, query with { GroupBy = "hour" }, cancellation)).Data, now, Shell.Zone);
        var keys = await MyKeys.ListAsync(who, new PageQuery { Limit = PageQuery.Most }, cancellation);
        _keys = [.. keys.Data.Where(key => KeyStates.Of(key, now) == KeyState.InUse)];
        _more = keys.Next is not null;
        _inTeams = _keys.Exists(key => key.Member is not null);
        if (_days.Requests > 0)
        {
            _models = Rank((await MyUsage.SumAsync(who, query with { GroupBy = "model" }, cancellation)).Data, sum => sum.Name ?? W.NoModel);
            _byKey = Rank((await MyUsage.SumAsync(who, query with { GroupBy = "key" }, cancellation)).Data, sum => sum.Label ?? W.NoKey);
            Draw(_days.Days);
        }

        _guided |= !Answered;
    }

    private void Draw(IReadOnlyList<UsageDay> days)
    {
        _labels = [.. days.Select(day => Shell.Day(day.Day))];
        _spent = [new ChartSeries(W.Spent, 1, [.. days.Select(day => (decimal?)day.Spent)])];
        _requests =
        [
            new ChartSeries(W.Others, 1, [.. days.Select(day => (decimal?)(day.Requests - day.Failed))]),
            new ChartSeries(W.Failed, 2, [.. days.Select(day => (decimal?)day.Failed)]),
        ];
    }

    private IReadOnlyList<RankedRow> Rank(IReadOnlyList<SumView> sums, Func<SumView, string> label) =>
        Ranking.Of(sums, UsageDays.Spent, label, many => W.RequestCount(Figures.Count(many.Sum(sum => sum.Requests))), W.Rest);
}
