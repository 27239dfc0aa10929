using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Shell;

/// <summary>A page that reads its data again while it is open.</summary>
public abstract class LivePage : ConsolePage
{
    private readonly CancellationTokenSource _left = new();

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    /// <summary>How often it is read.</summary>
    protected abstract TimeSpan Every { get; }

    /// <summary>Whether there is anything left to wait for.</summary>
    protected virtual bool Waits => true;

    /// <summary>The page was left.</summary>
    protected CancellationToken Left => _left.Token;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (!firstRender || _left.IsCancellationRequested) return;
        using var ticks = new PeriodicTimer(Every, Time);
        try
        {
            while (Waits && await ticks.WaitForNextTickAsync(_left.Token))
            {
                await DoAsync(LoadAsync);
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    protected override void Dispose(bool disposing)
    {
        // First of all: what wakes up afterwards must not ask any more.
        if (disposing) _left.Cancel();
        base.Dispose(disposing);
        if (disposing) _left.Dispose();
    }
}
