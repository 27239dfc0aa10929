namespace Gantry.Snapshot;

/// <summary>Says that the configuration has changed. Who changed it can wait until this server serves what was written: a key works when its maker reads it.</summary>
internal sealed class SnapshotWord(TimeProvider time) : IDisposable
{
    // A configuration that takes longer to read, or cannot be read, is told of by what the server says of itself.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _said = new(0, 1);
    private readonly Lock _gate = new();
    private TaskCompletionSource? _next;
    private bool _isHeard;

    /// <summary>Something may have changed.</summary>
    public void Say()
    {
        try
        {
            _said.Release();
        }
        catch (SemaphoreFullException)
        {
            return; // There will be a look already.
        }
    }

    /// <summary>Ends when whatever is in the store now serves here, after two seconds, or at once where nobody looks.</summary>
    public async Task FollowAsync()
    {
        Task looked;
        lock (_gate)
        {
            if (!_isHeard) return;
            looked = (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        Say();
        await looked.WaitAsync(Longest, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends at a word, or when <paramref name="longest"/> has passed.</summary>
    /// <exception cref="OperationCanceledException">It is stopped.</exception>
    public async Task HearAsync(TimeSpan longest, CancellationToken stopping)
    {
        using var interval = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var timer = time.CreateTimer(_ => interval.Cancel(), null, longest, Timeout.InfiniteTimeSpan);
        lock (_gate) _isHeard = true;
        try
        {
            await _said.WaitAsync(interval.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>A look begins: it sees what everybody wrote who waits by now.</summary>
    /// <returns>Tells them that it has ended, however it did.</returns>
    public Look Begin()
    {
        lock (_gate)
        {
            var waiting = _next;
            _next = null;
            return new Look(waiting);
        }
    }

    /// <summary>Nobody looks any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isHeard = false;
            _next?.TrySetResult();
        }
    }

    public void Dispose() => _said.Dispose();

    /// <summary>One look at the store.</summary>
    internal readonly struct Look(TaskCompletionSource? waiting) : IDisposable
    {
        public void Dispose() => waiting?.TrySetResult();
    }
}
