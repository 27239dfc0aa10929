namespace Gantry.Relay;

/// <summary>Looks over all running exchanges twice a second: one timer for all, so that a read costs none.</summary>
internal sealed class ExchangeWatch(RelayLimits limits, TimeProvider time, ILogger<ExchangeWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private Watched? _first;
    private int _count;

    /// <summary>Exchanges that run now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Of them, those that are asked for as streams.</summary>
    public int CountStreams() => Running().Count(static watched => watched.IsStream);

    public Watched Begin(CancellationToken clientLeft)
    {
        var watched = new Watched(time, clientLeft);
        lock (_gate)
        {
            watched.Next = _first;
            if (_first is not null)
            {
                _first.Previous = watched;
            }

            _first = watched;
            _count++;
        }

        return watched;
    }

    public void End(Watched watched)
    {
        lock (_gate)
        {
            if (watched.Previous is null)
            {
                _first = watched.Next;
            }
            else
            {
                watched.Previous.Next = watched.Next;
            }

            if (watched.Next is not null)
            {
                watched.Next.Previous = watched.Previous;
            }

            _count--;
        }

        watched.Dispose();
    }

    /// <summary>Ends every running exchange, for a shutdown whose grace is over.</summary>
    public void StopAll(StopCause reason)
    {
        foreach (var watched in Running())
        {
            watched.Stop(reason);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var watched in Running())
            {
                if (watched.Inspect(limits) is { } keepAlive)
                {
                    // Not awaited: a client that takes no bytes would hold up the clocks of all others.
                    _ = SendAsync(keepAlive);
                }
            }
        }
    }

    private async Task SendAsync(Func<ValueTask> keepAlive)
    {
        try
        {
            await keepAlive();
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The client left at this very moment; its own exchange notices and settles.
            logger.LogDebug(failure, "A keep-alive could not be sent");
        }
    }

    private List<Watched> Running()
    {
        lock (_gate)
        {
            var running = new List<Watched>(_count);
            for (var watched = _first; watched is not null; watched = watched.Next)
            {
                running.Add(watched);
            }

            return running;
        }
    }
}
