using Gantry.Console.Assets;
using Gantry.Console.Circuits;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Usages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace Gantry.Console.Log;

/// <summary>The usage log: what its address says is what it shows.</summary>
public sealed partial class LogPage : IAsyncDisposable
{
    private readonly LogRows _rows = new();
    private readonly LogColumns _columns = new();
    private LogFilter _filter = new();
    private LogFilter? _shown;
    private RecordQuery _query = new();
    private IReadOnlyList<KeyView> _keys = [];
    private IReadOnlyList<string> _models = [];
    private IReadOnlyList<MyTeamView> _teams = [];
    private bool _administrator;
    private bool _reading;
    private Virtualize<RecordView>? _list;
    private IJSObjectReference? _script;
    private DotNetObjectReference<LogPage>? _self;
    private CancellationTokenSource _reads = new();
    private Task? _more;
    private string? _request;
    private RequestReport? _report;
    private bool _missing;

    [Inject]
    private IMyUsage MyUsage { get; set; } = null!;

    [Inject]
    private IUsageAdmin AllUsage { get; set; } = null!;

    [Inject]
    private IMyKeys MyKeys { get; set; } = null!;

    [Inject]
    private IMyTeams MyTeams { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private LogWords W => field ??= new LogWords(Tongue);

    private IReadOnlyList<LogColumn> Shown => _columns.Shown(_filter.Everybody);

    // From the last row on, which is shown again: another may have begun in the same microsecond.
    private string Older => (_filter with { Span = LogSpan.Custom, From = _query.From, To = _rows.All[^1].StartedAt.AddMicroseconds(1) }).Address();

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += Move;
        Look();
    }

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _administrator = who.RoleName is "admin" or "owner";
        _self = DotNetObjectReference.Create(this);
        _script = await Browser.ImportAsync(ConsoleAssets.LogScript);
        await _script.InvokeVoidAsync("begin", _self);
        _columns.Read(await _script.InvokeAsync<string?>("columns"));
        var keys = await MyKeys.ListAsync(who, new PageQuery { Limit = PageQuery.Most }, cancellation);
        _keys = keys.Data;
        _teams = (await MyTeams.ListAsync(who, new PageQuery { Limit = PageQuery.Most }, cancellation)).Data;
        await ShowAsync();
        await OpenAsync();
    }

    // The address is all that is remembered, so that back leads back.
    private void Look()
    {
        var query = new Uri(Navigation.Uri).Query;
        _filter = LogFilter.Parse(query);
        _request = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).TryGetValue("request", out var id) && id[0] is { Length: > 0 } named ? named : null;
    }

    private void Move(object? sender, LocationChangedEventArgs moved)
    {
        if (new Uri(moved.Location).AbsolutePath != Addresses.ConsolePaths.Log) return;
        var before = _request;
        Look();
        _ = InvokeAsync(async () =>
        {
            if (_shown is null) return;
            if (_filter != _shown) await ShowAsync();
            if (_request != before) await OpenAsync();
            StateHasChanged();
            if (before is not null && _request is null) await Browser.FocusAsync($"[data-request='{Quoted(before)}']");
        });
    }

    private void GoTo(LogFilter filter) => Navigation.NavigateTo(filter.Address());

    /// <summary>Reads the first page of what the address says. One that was begun for a former address is given up.</summary>
    private async Task ShowAsync()
    {
        await _reads.CancelAsync();
        _reads.Dispose();
        _reads = new CancellationTokenSource();
        var (filter, stop) = (_filter, _reads.Token);
        (_reading, _more, _fresh) = (true, null, 0);
        var query = filter.Query(Time.GetUtcNow(), Shell.Zone);
        StateHasChanged();
        var read = await AskAsync(
            async who =>
            {
                var page = await ReadAsync(who, filter, query with { Limit = LogRows.PageSize }, stop);
                var models = await SumAsync(who, filter, stop);
                if (stop.IsCancellationRequested) return;
                _rows.Begin(page);
                (_shown, _query, _models) = (filter, query, [.. models.Data.Select(sum => sum.Name).OfType<string>()]);
            },
            stop);
        if (stop.IsCancellationRequested) return;
        _reading = false;
        if (!read)
        {
            // What was shown before is not what the address says.
            _rows.Begin(new Page<RecordView>([], null));
            _shown = filter;
        }

        StateHasChanged();
        if (_script is not null) await _script.InvokeVoidAsync("toTop");
        if (_list is not null) await _list.RefreshDataAsync();
        StateHasChanged();
    }

    private async ValueTask<ItemsProviderResult<RecordView>> ProvideAsync(ItemsProviderRequest wanted)
    {
        while (wanted.StartIndex + wanted.Count > _rows.All.Count && _rows.HasMore && Refused is null && !_reading)
        {
            await (_more ??= MoreAsync(_reads.Token));
            _more = null;
        }

        return new ItemsProviderResult<RecordView>(_rows.All.Skip(wanted.StartIndex).Take(wanted.Count), Refused is null ? _rows.Extent : _rows.All.Count);
    }

    private async Task MoreAsync(CancellationToken stop)
    {
        var (filter, query, after) = (_filter, _query, _rows.Next);
        await AskAsync(
            async who =>
            {
                var page = await ReadAsync(who, filter, query with { Limit = LogRows.PageSize, After = after }, stop);
                if (!stop.IsCancellationRequested) _rows.Append(page);
            },
            stop);
        // The line below the list says when it is full.
        StateHasChanged();
    }

    private Task<Page<RecordView>> ReadAsync(IActor who, LogFilter filter, RecordQuery query, CancellationToken cancellation) =>
        filter.Everybody ? AllUsage.ListAsync(who, query, cancellation) : MyUsage.ListAsync(who, query, cancellation);

    private Task<UsageSums> SumAsync(IActor who, LogFilter filter, CancellationToken cancellation) => filter.Everybody
        ? AllUsage.SumAsync(who, new SumQuery { GroupBy = "model" }, cancellation)
        : MyUsage.SumAsync(who, new SumQuery { GroupBy = "model", TeamId = filter.Team }, cancellation);

    private async Task OpenAsync()
    {
        (_report, _missing) = (null, false);
        if (_request is not { } id) return;
        var found = await AskAsync(async who => _report = _administrator ? await AllUsage.GetAsync(who, id, _reads.Token) : await MyUsage.GetAsync(who, id, _reads.Token), _reads.Token);
        // Said in the dialog, where it was asked.
        if (!found && Refused is { Kind: RefusalKind.NotFound }) (_missing, Refused) = (true, null);
        StateHasChanged();
    }

    private void CloseReport()
    {
        if (_request is not null) Navigation.NavigateTo(_filter.Address());
    }

    /// <summary>Reading does not keep others out: the list grows while a dialog opens.</summary>
    private async Task<bool> AskAsync(Func<IActor, Task> work, CancellationToken stop)
    {
        try
        {
            await work(await Attendance.ActorAsync(stop));
            Refused = null;
            return true;
        }
        catch (RefusedException refused)
        {
            Refused = refused.Refusal;
        }
        catch (SessionOverException)
        {
            await Browser.ReloadAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Something else is asked for by now, or the page was left.
        }

        return false;
    }

    private async Task ChooseAsync(LogColumn column, bool shown)
    {
        _columns.Set(column, shown);
        if (_script is not null) await _script.InvokeVoidAsync("keep", _columns.Write());
    }

    private static string Quoted(string id) => id.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Navigation.LocationChanged -= Move;
            _live = false;
            _reads.Cancel();
            _reads.Dispose();
            _self?.Dispose();
        }

        base.Dispose(disposing);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_script is null) return;
        try
        {
            await _script.InvokeVoidAsync("end");
            await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the script with it.
        }
    }
}
