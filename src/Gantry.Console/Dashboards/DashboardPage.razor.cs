using Gantry.Console.Charts;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Dashboards;
using Gantry.Contracts.Manage.Health;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Dashboards;

/// <summary>What passes through the gateway, what it earns, what fails, and how upstreams do.</summary>
public sealed partial class DashboardPage
{
    private const decimal NanosPerDollar = 1_000_000_000;

    private string _window = DashboardQuery.Day;
    private DashboardView? _view;
    private GatewayHealth? _health;
    private List<string> _labels = [];
    private List<ChartSeries> _requests = [];
    private List<ChartSeries> _tokens = [];
    private List<ChartSeries> _money = [];
    private List<ChartSeries> _first = [];
    private IReadOnlyList<RankedRow> _models = [];
    private IReadOnlyList<RankedRow> _accounts = [];

    [Inject]
    private IDashboard Service { get; set; } = null!;

    [Inject]
    private IHealthAdmin Health { get; set; } = null!;

    protected override TimeSpan Every { get; } = TimeSpan.FromSeconds(20);

    private DashboardWords W => field ??= new DashboardWords(Tongue);

    private DashboardTotal? Total => _view?.Total;

    private decimal Revenue => Total is { } total ? (total.Charged.AmountNanos - total.Refunded.AmountNanos) / NanosPerDollar : 0;

    private decimal Cost => Total is { } total ? total.UpstreamCost.AmountNanos / NanosPerDollar : 0;

    private string LabelName => _window == DashboardQuery.Day ? W.Hour : W.DayOf;

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _view = await Service.GetAsync(who, new DashboardQuery { Window = _window }, cancellation);
        _health = await Health.GetAsync(who, cancellation);
        var points = _view.Points;
        _labels = [.. points.Select(point => _window == DashboardQuery.Day ? Shell.Hour(point.At) : Shell.Day(DateOnly.FromDateTime(point.At.UtcDateTime)))];
        _requests = [Series(W.Answered, 1, point => point.Requests - point.Failed), Series(W.Failed, 2, point => point.Failed)];
        _tokens = [Series(W.Prompt, 1, point => point.PromptTokens), Series(W.Answer, 3, point => point.AnswerTokens)];
        _money = [Series(W.Revenue, 1, point => Math.Max(0, point.Charged.AmountNanos - point.Refunded.AmountNanos) / NanosPerDollar), Series(W.UpstreamCost, 2, point => point.UpstreamCost.AmountNanos / NanosPerDollar)];
        _first = [Series("p50", 1, point => point.FirstContent.P50Micros), Series("p95", 2, point => point.FirstContent.P95Micros)];
        _models = Rank(_view.Models, W.NoModel);
        _accounts = Rank(_view.Accounts, W.NoAccount);

        ChartSeries Series(string name, int tone, Func<DashboardPoint, decimal?> value) => new(name, tone, [.. points.Select(value)]);
    }

    private async Task ChooseAsync(string window)
    {
        (var before, _window) = (_window, window);
        if (!await DoAsync(LoadAsync)) _window = before;
    }

    private IReadOnlyList<RankedRow> Rank(IReadOnlyList<DashboardRank> ranks, string nameless) =>
        [.. ranks.Select(rank => new RankedRow(rank.Label ?? rank.Name ?? nameless, Math.Max(0, rank.Charged.AmountNanos) / NanosPerDollar, W.RequestCount(Figures.Count(rank.Requests))))];

    private static string Lasting(long? micros) => micros is { } known ? Figures.Lasting(known) : "–";
}
