using Gantry.Contracts.Manage.Usages;
using Microsoft.JSInterop;

namespace Gantry.Console.Log;

/// <content>New requests while somebody looks.</content>
public sealed partial class LogPage
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>A page that is left open must not ask for ever: each asking keeps the session alive.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private bool _live;
    private int _fresh;

    /// <summary>The browser shows another page.</summary>
    [JSInvokable]
    public async Task HideAsync()
    {
        if (!_live) return;
        _live = false;
        await InvokeAsync(() =>
        {
            Shell.Say(W.LiveEnded);
            StateHasChanged();
        });
    }

    private async Task ToggleLiveAsync()
    {
        _live = !_live;
        Shell.Say(_live ? W.LiveOn : W.LiveOff);
        if (!_live) return;
        if (_shown is not null) await PollAsync();
        _ = FollowAsync(Time.GetTimestamp());
    }

    private async Task FollowAsync(long begun)
    {
        while (_live)
        {
            await Task.Delay(Every, Time);
            if (!_live) return;
            if (Time.GetElapsedTime(begun) > Longest)
            {
                _live = false;
                Shell.Say(W.LiveEnded);
            }
            else
            {
                await PollAsync();
            }

            StateHasChanged();
        }
    }

    // The newest page once more. What is new goes on top where the reader is there, and else waits behind a button: nothing moves that is being read.
    private async Task PollAsync()
    {
        if (_reading || _script is null) return;
        var stop = _reads.Token;
        var (filter, query) = (_filter, _query);
        var followed = await AskAsync(
            async who =>
            {
                var newest = await ReadAsync(who, filter, query with { Limit = LogRows.PageSize, After = null }, stop);
                if (stop.IsCancellationRequested) return;
                var fresh = _rows.Unknown(newest);
                if (fresh.Count == 0) return;
                if (await _script.InvokeAsync<bool>("atTop")) await TakeAsync(fresh);
                else _fresh = fresh.Count;
            },
            stop);
        if (!followed && !stop.IsCancellationRequested) _live = false;
    }

    private async Task TakeAsync(IReadOnlyList<RecordView> fresh)
    {
        _fresh = 0;
        _rows.Insert(fresh);
        StateHasChanged();
        if (_list is not null) await _list.RefreshDataAsync();
        StateHasChanged();
    }

    private async Task ShowFreshAsync()
    {
        if (_script is not null) await _script.InvokeVoidAsync("toTop");
        await ShowAsync();
    }
}
