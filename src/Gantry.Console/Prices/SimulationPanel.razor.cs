using System.Globalization;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Prices;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Prices;

/// <summary>Asks for past requests to be billed once more.</summary>
public sealed partial class SimulationPanel : IDisposable
{
    private string _factor = "1.1";
    private int _period;
    private bool _running;
    private PriceSimulationProgress _progress;
    private PriceSimulationView? _view;
    private string? _basis;
    private Refusal? _refused;
    private CancellationTokenSource? _stop;

    [Inject]
    internal ShellState Shell { get; set; } = null!;

    [Inject]
    internal Browser Browser { get; set; } = null!;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    [Parameter, EditorRequired]
    public required PriceWords W { get; set; }

    /// <summary>Prices are a factor that is typed; else the page knows them.</summary>
    [Parameter]
    public bool WithFactor { get; set; }

    /// <summary>The page is doing something.</summary>
    [Parameter]
    public bool Busy { get; set; }

    /// <summary>There is nothing to calculate with yet.</summary>
    [Parameter]
    public bool Blocked { get; set; }

    /// <summary>Differs where a result would be of something else than is shown.</summary>
    [Parameter]
    public string? Basis { get; set; }

    [Parameter, EditorRequired]
    public required Func<PriceSimulationDraft, IProgress<PriceSimulationProgress>, CancellationToken, Task<SimulationErrand>> Run { get; set; }

    // A result stands beside what it is of, or not at all.
    private string Factor
    {
        get => _factor;
        set => (_factor, _view) = (value, null);
    }

    private int Period
    {
        get => _period;
        set => (_period, _view) = (value, null);
    }

    private IReadOnlyList<SimulationPeriod> Periods => SimulationPeriod.All(Time.GetUtcNow());

    private IReadOnlyList<string> FactorErrors => _refused?.Errors.GetValueOrDefault("factor") is { IsDefault: false } errors ? errors : [];

    protected override void OnParametersSet()
    {
        if (Basis != _basis) (_basis, _view, _refused) = (Basis, null, null);
    }

    private async Task StartAsync()
    {
        using var stop = new CancellationTokenSource();
        (_stop, _running, _refused, _view, _progress) = (stop, true, null, null, default);
        var period = Periods[_period];
        var draft = new PriceSimulationDraft { From = period.From, To = period.To, Factor = WithFactor ? _factor.Trim() : null };
        var errand = await Run(draft, new Progress<PriceSimulationProgress>(Show), stop.Token);
        (_stop, _running, _view, _refused) = (null, false, errand.View, errand.Errand.Why);
        if (errand.View is { } view) Shell.Say($"{W.Difference}: {Figures.Money(view.Total.Difference)}");
        else if (stop.IsCancellationRequested) Shell.Say(W.Stopped);
        StateHasChanged();
        if (errand.Errand.Why is null) await Browser.FocusAsync("#run-simulation");
    }

    private void Show(PriceSimulationProgress progress)
    {
        // Often enough to see that it goes on.
        var changed = progress.Percent != _progress.Percent;
        _progress = progress;
        if (_running && changed) StateHasChanged();
    }

    private Task StopAsync() => _stop?.CancelAsync() ?? Task.CompletedTask;

    private string MonthName(DateOnly month) => month.ToString(Shell.Tongue == Tongue.Chinese ? "yyyy年M月" : "MMMM yyyy", CultureInfo.InvariantCulture) + " (UTC)";

    public void Dispose() => _stop?.Cancel();
}
