using Gantry.Console.Assets;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Prices;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Gantry.Console.Prices;

/// <summary>A published list beside the models here: shown, tried on past requests, and taken.</summary>
public sealed partial class PriceImportPage
{
    private const string FromField = "from";

    private readonly FieldErrors _errors = new();
    private ElementReference _file;
    private ElementReference _text;
    private string _from = "";
    private string _format = "";
    private DateTimeOffset? _provedUntil;
    private PriceImportDraft? _draft;
    private Versioned<PriceImportView>? _view;
    private PriceChoice _choice = new([]);

    [Inject]
    private IPriceAdmin Prices { get; set; } = null!;

    [Inject]
    private IPriceSimulation Simulation { get; set; } = null!;

    [Inject]
    private IMe Me { get; set; } = null!;

    private PriceWords W => field ??= new PriceWords(Tongue);

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation) => _provedUntil = (await Me.GetAsync(who, cancellation)).ProvedUntil;

    // What a calculation was made with: of other prices it says nothing.
    private string Basis => $"{_view!.Tag} {string.Join(' ', _choice.Taken.Order(StringComparer.Ordinal))}";

    private string FormatName => _view!.Value.Format == "litellm" ? "LiteLLM" : _view.Value.Format;

    private string Count(string state) => Figures.Count(_view!.Value.Models.Count(one => one.State == state));

    private async Task CompareAsync()
    {
        _errors.Clear();
        var from = LocalTime.Read(_from, Shell.Zone);
        if (from is null && _from.Length > 0) _errors.Add(FromField, W.BadTime);
        (_view, _draft) = (null, null);
        var done = await DoAsync(async (who, cancellation) =>
        {
            if (await ListAsync(cancellation) is not { } list || !_errors.None) return;
            await ShowAsync(who, new PriceImportDraft { Text = list, Format = _format.Length > 0 ? _format : null, From = from }, cancellation);
        });
        if (!done) _errors.Mark(Refused, ["text", FromField]);
        if (_view is null) return;
        StateHasChanged();
        await Browser.FocusAsync("#changes");
    }

    private Task<bool> CompareAgainAsync() => DoAsync((who, cancellation) => ShowAsync(who, _draft!, cancellation));

    private async Task ShowAsync(IActor who, PriceImportDraft draft, CancellationToken cancellation)
    {
        _view = await Prices.PreviewAsync(who, draft, cancellation);
        (_draft, _choice) = (draft, new PriceChoice(_view.Value.Models));
        Shell.Say(W.Sum(Count(PriceProposalView.Changed), Count(PriceProposalView.Added), Count(PriceProposalView.Unchanged), Count(PriceProposalView.Refused), FormatName));
    }

    private Task<bool> WriteAsync() => DoAsync(async (who, cancellation) =>
    {
        var count = Figures.Count(_choice.Taken.Count);
        await Prices.ImportAsync(who, _draft! with { Models = [.. _choice.Taken] }, _view!.Tag, cancellation);
        Shell.Say(_draft.From is { } from ? W.WrittenFrom(count, Shell.Time(from)) : W.Written(count));
        // What is left of it, beside what holds now.
        await KeepAsync(who, cancellation);
        await Browser.FocusAsync("#changes");
    });

    private async Task KeepAsync(IActor who, CancellationToken cancellation)
    {
        _view = await Prices.PreviewAsync(who, _draft!, cancellation);
        _choice = new PriceChoice(_view.Value.Models);
        _choice.TakeNone();
    }

    private Task<SimulationErrand> SimulateAsync(PriceSimulationDraft draft, IProgress<PriceSimulationProgress> progress, CancellationToken stop) =>
        SimulationErrand.OfAsync(DoAsync, TakeRefusal, Simulation, draft with { Import = _draft! with { Models = [.. _choice.Taken] } }, progress, stop);

    // It is shown where it was asked for.
    private Refusal? TakeRefusal()
    {
        var why = Refused;
        Refused = null;
        return why;
    }

    /// <summary>The file, else what was pasted; null where there is none that can be taken.</summary>
    private async Task<string?> ListAsync(CancellationToken cancellation)
    {
        await using var script = await Browser.ImportAsync(ConsoleAssets.PricesScript);
        var size = await script.InvokeAsync<long>("size", cancellation, _file, _text);
        if (size is 0 or > PriceImportDraft.MostBytes)
        {
            _errors.Add("text", size == 0 ? W.NothingGiven : W.TooLarge);
            return null;
        }

        await using var sent = await script.InvokeAsync<IJSStreamReference>("read", cancellation, _file, _text);
        await using var bytes = await sent.OpenReadStreamAsync(PriceImportDraft.MostBytes, cancellation);
        using var reader = new StreamReader(bytes);
        return await reader.ReadToEndAsync(cancellation);
    }
}
