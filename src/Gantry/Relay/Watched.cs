namespace Gantry.Relay;

/// <summary>
/// The clock of one exchange: the lane notes when bytes pass, <see cref="ExchangeWatch"/> looks in every half second and stops what has
/// been silent too long. Noting costs one store; there is no timer per read.
/// </summary>
internal sealed class Watched : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _clientLeft;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private int _reason;
    private long _readAt;
    private long _wroteAt;
    private long _writingSince;
    private long _silenceAllowed;
    private long _totalAllowed = long.MaxValue;
    private long _drain;
    private long _unreadSince;
    private int _readers;
    private bool _clientGone;

    public Watched(TimeProvider time, CancellationToken clientLeft)
    {
        _time = time;
        _startedAt = _readAt = _wroteAt = time.GetTimestamp();
        _silenceAllowed = long.MaxValue;
        _clientLeft = clientLeft.UnsafeRegister(static self => ((Watched)self!).Leave(), this);
    }

    /// <summary>Cancelled when the exchange has to end.</summary>
    public CancellationToken Token => _stop.Token;

    public StopCause Reason => (StopCause)Volatile.Read(ref _reason);

    /// <summary>The client's connection is closed; nothing can be written there.</summary>
    public bool ConnectionGone => Volatile.Read(ref _clientGone);

    /// <summary>The client has left, nobody else reads, and the answer is read on all the same; see <see cref="DrainFor"/>.</summary>
    public bool ClientGone => ConnectionGone && Volatile.Read(ref _readers) == 0;

    /// <summary>Sends a keep-alive to a client that has heard nothing for a while; null where none may be sent now.</summary>
    public Func<ValueTask>? KeepAlive { get; set; }

    internal Watched? Next { get; set; }

    internal Watched? Previous { get; set; }

    /// <summary>Sets how long the upstream may be silent from now on, and how long the whole may take.</summary>
    public void Allow(TimeSpan silence, TimeSpan total)
    {
        Volatile.Write(ref _totalAllowed, Ticks(total));
        Allow(silence);
    }

    public void Allow(TimeSpan silence)
    {
        Volatile.Write(ref _readAt, _time.GetTimestamp());
        Volatile.Write(ref _silenceAllowed, Ticks(silence));
    }

    public void NoteRead() => Volatile.Write(ref _readAt, _time.GetTimestamp());

    public void NoteWriting() => Volatile.Write(ref _writingSince, _time.GetTimestamp());

    public void NoteWritten()
    {
        Volatile.Write(ref _wroteAt, _time.GetTimestamp());
        Volatile.Write(ref _writingSince, 0);
    }

    /// <summary>When the client leaves from now on, the upstream is read for so long still: it charges for its answer in any case.</summary>
    public void DrainFor(TimeSpan most) => Volatile.Write(ref _drain, Ticks(most));

    /// <summary>How many others get this answer as well: while there are any, the client's leaving ends nothing.</summary>
    public void NoteReaders(int count)
    {
        Volatile.Write(ref _unreadSince, _time.GetTimestamp());
        Volatile.Write(ref _readers, count);
    }

    /// <summary>Ends the exchange; the first reason stands.</summary>
    public void Stop(StopCause reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, 0) != 0)
        {
            return;
        }

        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The exchange ended at the same moment by itself; there is nothing left to stop.
        }
    }

    /// <summary>One look at the clock.</summary>
    /// <returns>A keep-alive to send, or null.</returns>
    public Func<ValueTask>? Inspect(RelayLimits limits)
    {
        var now = _time.GetTimestamp();
        var writingSince = Volatile.Read(ref _writingSince);
        if (writingSince != 0)
        {
            if (now - writingSince >= Ticks(limits.WriteStall))
            {
                Stop(StopCause.ClientStalled);
            }

            return null;
        }

        if (ClientGone && now - Volatile.Read(ref _unreadSince) >= Volatile.Read(ref _drain))
        {
            Stop(StopCause.ClientLeft);
        }
        else if (now - _startedAt >= Volatile.Read(ref _totalAllowed))
        {
            Stop(ClientGone ? StopCause.ClientLeft : StopCause.TooLong);
        }
        else if (now - Volatile.Read(ref _readAt) >= Volatile.Read(ref _silenceAllowed))
        {
            Stop(Volatile.Read(ref _wroteAt) == _startedAt ? StopCause.NoFirstByte : StopCause.Idle);
        }
        else if (now - Volatile.Read(ref _wroteAt) >= Ticks(limits.KeepAlive))
        {
            return KeepAlive;
        }

        return null;
    }

    public void Dispose()
    {
        _clientLeft.Dispose();
        _stop.Dispose();
    }

    private void Leave()
    {
        var drain = Volatile.Read(ref _drain);
        if (drain == 0)
        {
            Stop(StopCause.ClientLeft);
            return;
        }

        KeepAlive = null;
        Volatile.Write(ref _unreadSince, _time.GetTimestamp());
        Volatile.Write(ref _clientGone, true);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
