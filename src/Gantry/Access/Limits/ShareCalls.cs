using Gantry.Nodes;

namespace Gantry.Access.Limits;

/// <summary>Calls the store of shares, and knows whether it answers. A call is never given up: while it may still be carried out, nothing else may be asked for the same share.</summary>
internal sealed class ShareCalls(IShareStore store, GatewayRun run, TimeProvider time, ILogger<ShareCalls> log) : IDisposable
{
    /// <summary>Who has had no answer for so long goes on without.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    // Writes come one after the other on all servers: nobody must have to wait for a long one.
    private const int Together = 100;

    // Nobody has a share of it.
    private const string Nothing = "rpm";

    private readonly CancellationTokenSource _ending = new();
    private int _isDown;

    /// <summary>A call has failed or taken too long, and none has been answered in time since.</summary>
    public bool IsDown => Volatile.Read(ref _isDown) != 0;

    public Task<ShareGrant> TakeAsync(long number, ShareAsk ask, Action overdue) =>
        WatchAsync(store.TakeAsync(number, ask, run.Nodes, CancellationToken.None), overdue);

    public Task KeepAsync(long number, string subject, long keep, Action overdue) =>
        WatchAsync(DoneAsync(store.KeepAsync(number, subject, keep, CancellationToken.None)), overdue);

    public async Task DropAsync(long number, IReadOnlyCollection<string> subjects, Action overdue)
    {
        foreach (var some in subjects.Chunk(Together)) await WatchAsync(DoneAsync(store.DropAsync(number, some, CancellationToken.None)), overdue);
    }

    public void Dispose() => _ending.Cancel();

    private static async Task<bool> DoneAsync(Task call)
    {
        await call;
        return true;
    }

    private async Task<T> WatchAsync<T>(Task<T> call, Action overdue)
    {
        try
        {
            return await call.WaitAsync(Slow, time);
        }
        catch (TimeoutException) when (!call.IsCompleted)
        {
            Fall("it takes too long");
            overdue();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Fall(failure.Message);
            throw;
        }

        return await call;
    }

    private void Fall(string reason)
    {
        if (Interlocked.Exchange(ref _isDown, 1) != 0) return;
        log.LogWarning("Shares of rate limits cannot be had: {Reason}. Until they can, this server keeps to its part of each limit.", reason);
        _ = ProbeAsync(_ending.Token);
    }

    // Asks for nothing until it is answered in time.
    private async Task ProbeAsync(CancellationToken ending)
    {
        Task call;
        do
        {
            await Task.Delay(Slow, time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ending.IsCancellationRequested) return;
            var asked = time.GetTimestamp();
            call = store.KeepAsync(run.Number, Nothing, 0, CancellationToken.None);
            await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (time.GetElapsedTime(asked) > Slow) call = Task.FromCanceled(new CancellationToken(canceled: true));
        }
        while (!call.IsCompletedSuccessfully);
        Volatile.Write(ref _isDown, 0);
        log.LogInformation("Shares of rate limits can be had again.");
    }
}
