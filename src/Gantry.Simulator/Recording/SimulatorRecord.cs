namespace Gantry.Simulator.Recording;

/// <summary>The append-only record of everything that arrived, in order. Safe to read while requests are served.</summary>
public sealed class SimulatorRecord
{
    private readonly Lock _gate = new();
    private readonly List<RecordedExchange> _exchanges = [];
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

    /// <summary>Forgets what was recorded; numbers go on.</summary>
    public void Clear()
    {
        lock (_gate) _exchanges.Clear();
    }

    internal long NextSequence() => Interlocked.Increment(ref _sequence);

    internal void Add(RecordedExchange exchange)
    {
        Interlocked.Increment(ref _open);
        lock (_gate) _exchanges.Add(exchange);
    }

    internal void Closed() => Interlocked.Decrement(ref _open);
}
