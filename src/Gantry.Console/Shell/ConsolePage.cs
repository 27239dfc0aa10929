using Gantry.Console.Circuits;
using Gantry.Console.Language;
using Gantry.Contracts.Manage;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Shell;

/// <summary>A page in the shell. It is rendered twice: empty with the document, and with its data when the circuit stands.</summary>
public abstract class ConsolePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    [Inject]
    internal Attendance Attendance { get; set; } = null!;

    [Inject]
    internal ShellState Shell { get; set; } = null!;

    [Inject]
    internal Browser Browser { get; set; } = null!;

    /// <summary>The data is there, and buttons work.</summary>
    protected bool Ready { get; private set; }

    /// <summary>Why what was asked for last was not done; null where it was.</summary>
    protected Refusal? Refused { get; set; }

    /// <summary>Something is being done: a second press would do it twice.</summary>
    protected bool Busy { get; private set; }

    internal ShellWords Words => Shell.Words;

    internal Tongue Tongue => Shell.Tongue;

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync(IActor who, CancellationToken cancellation);

    /// <summary>Does something for the person, whoever that is by now.</summary>
    /// <returns>Whether it was done; if not, <see cref="Refused"/> says why.</returns>
    protected async Task<bool> DoAsync(Func<IActor, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (Busy) return false;
        Busy = true;
        var leaving = _leaving.Token;
        Refused = null;
        try
        {
            await work(await Attendance.ActorAsync(leaving), leaving);
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
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            Busy = false;
        }

        return false;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        await Browser.MeetAsync();
        await DoAsync(LoadAsync);
        if (_leaving.IsCancellationRequested) return;
        Ready = true;
        StateHasChanged();
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _leaving.Cancel();
        _leaving.Dispose();
    }
}
