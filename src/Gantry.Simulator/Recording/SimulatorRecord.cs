namespace Gantry.Simulator.Recording;

/// <summary>The append-only record of everything that arrived, in order. Safe to read while requests are served.</summary>
public sealed class SimulatorRecord
{
    private readonly Lock _gate = new();
    private readonly List<RecordedExchange> _exchanges = [];
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sequence;
    private int _open;

    /// <summary>All exchanges, oldest first; a snapshot.</summary>
    public IReadOnlyList<RecordedExchange> Exchanges
    {
        get
        {
            lock (_gate) return [.. _exchanges];
        }
    }

    /// <summary>Exchanges being served now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Waits until at least <paramref name="count"/> exchanges are in the record.</summary>
    /// <returns>Number <paramref name="count"/> of the record, counted from one.</returns>
    public async Task<RecordedExchange> ArrivedAsync(int count, CancellationToken cancellation = default)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_exchanges.Count >= count) return _exchanges[count - 1];
                arrival = _arrival.Task;
            }
            await arrival.WaitAsync(cancellation);
        }
    }

    /// <summary>Forgets what was recorded; numbers go on.</summary>
    public void Clear()
    {
        lock (_gate) _exchanges.Clear();
    }

    internal long NextSequence() => Interlocked.Increment(ref _sequence);

    internal void Add(RecordedExchange exchange)
    {
        Interlocked.Increment(ref _open);
        TaskCompletionSource arrival;
        lock (_gate)
        {
            _exchanges.Add(exchange);
            arrival = _arrival;
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        arrival.SetResult();
    }

    internal void Closed() => Interlocked.Decrement(ref _open);
}
