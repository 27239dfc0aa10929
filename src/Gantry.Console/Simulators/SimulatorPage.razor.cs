using System.Globalization;
using Gantry.Console.Assets;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Simulators;
using Gantry.Contracts.Manage.Usages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Gantry.Console.Simulators;

/// <summary>Rehearses what upstreams do wrong: arms faults at simulators, and asks the gateway as a client would, with a key that is lent to the page (decision 0035).</summary>
public sealed partial class SimulatorPage : IAsyncDisposable
{
    // Longer than the script waits: interop would break off before it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Protocols = ["chat", "responses", "messages", "gemini"];
    private static readonly string[] Fields = ["fault", "count", "retry_after", "model"];
    private const int MostAsked = 40;

    private readonly FieldErrors _errors = new();
    private IReadOnlyList<SimulatorView> _simulators = [];
    private IReadOnlyList<ArmedFault> _armed = [];
    private string _name = "", _fault = FaultNames.All[0], _faultModel = "", _count = "1", _retryAfter = "", _model = "", _protocol = Protocols[0];
    private bool _stream = true;
    private bool _asking;
    private bool _left;
    private SeenAnswer? _seen;
    private RecordView? _record;
    private ITryout? _tryout;
    private IJSObjectReference? _script;

    [Inject]
    private ISimulatorAdmin Simulators { get; set; } = null!;

    [Inject]
    private ITryouts Tryouts { get; set; } = null!;

    [Inject]
    private IUsageAdmin Usage { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>The simulator that is chosen first.</summary>
    [SupplyParameterFromQuery(Name = "name")]
    private string? Named { get; set; }

    private SimulatorWords W => field ??= new SimulatorWords(Tongue);

    private SimulatorView Chosen => _simulators.First(one => one.Name == _name);

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _simulators = await Parts.AllAsync(query => Simulators.ListAsync(who, query, cancellation));
        if ((_simulators.FirstOrDefault(one => one.Name == Named) ?? (_simulators.Count > 0 ? _simulators[0] : null)) is not { } first) return;
        Choose(first);
        await ReadAsync(who, cancellation);
    }

    private void Choose(SimulatorView simulator) => (_name, _armed, _faultModel, _model) = (simulator.Name, [], "", simulator.Models.Count > 0 ? simulator.Models[0].Model : "");

    private async Task ChooseAsync(string name)
    {
        Choose(_simulators.First(one => one.Name == name));
        await DoAsync(ReadAsync);
    }

    private async Task ReadAsync(IActor who, CancellationToken cancellation) => _armed = (await Simulators.GetAsync(who, _name, cancellation)).Armed;

    private async Task ArmAsync()
    {
        _errors.Clear();
        var count = Number(_count, "count") ?? 1;
        var again = FaultNames.WithRetryAfter.Contains(_fault) ? Number(_retryAfter, "retry_after") : null;
        if (!_errors.None) return;
        var draft = new FaultDraft { Fault = _fault, Count = count, Model = _faultModel.Length > 0 ? _faultModel : null, RetryAfter = again };
        await DoAsync(async (who, cancellation) =>
        {
            _armed = (await Simulators.ArmAsync(who, _name, draft, cancellation)).Armed;
            Shell.Say(W.ArmedNow(W.FaultOf(draft.Fault)));
        });
        _errors.Mark(Refused, Fields);
    }

    private Task<bool> ClearAsync() => DoAsync(async (who, cancellation) =>
    {
        await Simulators.ClearAsync(who, _name, cancellation);
        await ReadAsync(who, cancellation);
        Shell.Say(W.Cleared);
        await Browser.FocusAsync("#refresh");
    });

    // Nothing else waits for the answer: faults may keep it for minutes.
    private async Task AskAsync()
    {
        (_asking, _seen, _record) = (true, null, null);
        try
        {
            if (!await DoAsync(LendAsync) || _left) return;
            _seen = await _script!.InvokeAsync<SeenAnswer>("ask", Patience, _tryout!.Issued.Secret, _protocol, _model, _stream);
            StateHasChanged();
            if (_seen.Request.Length > 0) await DoAsync((who, cancellation) => SettleAsync(who, _seen.Request, cancellation));
            await DoAsync(ReadAsync);
        }
        catch (Exception gone) when (_left && gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone, and the page with it.
        }
        finally
        {
            _asking = false;
        }
    }

    private async Task LendAsync(IActor who, CancellationToken cancellation)
    {
        if (_tryout is null)
        {
            var lent = await Tryouts.OpenAsync(who, new TryoutTerms { Purpose = "Simulator" }, cancellation);
            if (_left) await lent.DisposeAsync();
            else _tryout = lent;
        }

        _script ??= await Browser.ImportAsync(ConsoleAssets.Simulator);
    }

    // Settled a moment after its end.
    private async Task SettleAsync(IActor who, string request, CancellationToken cancellation)
    {
        for (var asked = 0; asked < MostAsked && _record is null; asked++)
        {
            try
            {
                _record = (await Usage.GetAsync(who, request, cancellation)).Record;
            }
            catch (RefusedException refused) when (refused.Refusal.Kind == RefusalKind.NotFound)
            {
                await Task.Delay(AskAgain, Time, cancellation);
            }
        }
    }

    private int? Number(string typed, string field)
    {
        if (typed.Trim().Length == 0) return null;
        if (int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        _errors.Add(field, Words.NotANumber);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        _left = true;
        Dispose();
        if (_tryout is not null) await _tryout.DisposeAsync();
        try
        {
            if (_script is not null) await _script.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone, and the page with it.
        }
    }
}
