using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Prices;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Prices;

/// <summary>What every model costs. A single price is set on the page of its model.</summary>
public sealed partial class PricesPage
{
    // More are found by name.
    private const int MostShown = 200;

    private IReadOnlyList<ListPriceView> _prices = [];
    private string _search = "";
    private Which _which;

    private enum Which
    {
        All,
        Unpriced,
        Planned,
    }

    [Inject]
    private IPriceAdmin Prices { get; set; } = null!;

    [Inject]
    private IPriceSimulation Simulation { get; set; } = null!;

    private PriceWords W => field ??= new PriceWords(Tongue);

    private List<ListPriceView> Found =>
    [
        .. _prices.Where(one => _which switch { Which.Unpriced => one.PriceVersion is null, Which.Planned => one.Next is not null, _ => true })
            .Where(one => new[] { one.Model, one.DisplayName, one.OwnedBy }.Any(text => text.Contains(_search, StringComparison.OrdinalIgnoreCase))),
    ];

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation) => _prices = await Parts.AllAsync(query => Prices.ListAsync(who, query, cancellation));

    private static string Usd(string? amount) => amount is null ? "–" : Figures.Money(amount);

    private string Planned(PlannedPriceView next) => next switch
    {
        { Ends: true } => W.Ends,
        { Free: true } => W.Free,
        _ => $"{Usd(next.Input)} / {Usd(next.Output)}",
    };

    private Task<SimulationErrand> SimulateAsync(PriceSimulationDraft draft, IProgress<PriceSimulationProgress> progress, CancellationToken stop) =>
        SimulationErrand.OfAsync(DoAsync, () => Refused, Simulation, draft, progress, stop);
}
