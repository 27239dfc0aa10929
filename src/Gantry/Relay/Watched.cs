namespace Gantry.Relay;

/// <summary>
/// The clock of one exchange: the lane notes when bytes pass, <see cref="ExchangeWatch"/> looks in every half second and stops what has
/// been silent too long. Noting costs one store; there is no timer per read. An upstream's silence ends its attempt, everything else ends
/// the exchange.
/// </summary>
internal sealed class Watched : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly CancellationTokenRegistration _clientLeft;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private CancellationTokenSource? _attempt;
    private int _reason;
    private int _attemptReason;
    private bool _heard;
    private long _readAt;
    private long _contentAt;
    private long _contentAllowed = long.MaxValue;
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
        _startedAt = _readAt = _wroteAt = _contentAt = time.GetTimestamp();
        _silenceAllowed = long.MaxValue;
        _clientLeft = clientLeft.UnsafeRegister(static self => ((Watched)self!).Leave(), this);
    }

    /// <summary>Cancelled when the exchange has to end.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Why the exchange was stopped, or else the attempt under way.</summary>
    public StopCause Reason => IsStopped ? (StopCause)Volatile.Read(ref _reason) : (StopCause)Volatile.Read(ref _attemptReason);

    /// <summary>The exchange itself has to end, not only its attempt.</summary>
    public bool IsStopped => Volatile.Read(ref _reason) != 0;

    /// <summary>The client's connection is closed; nothing can be written there.</summary>
    public bool ConnectionGone => Volatile.Read(ref _clientGone);

    /// <summary>The client has left, nobody else reads, and the answer is read on all the same; see <see cref="DrainFor"/>.</summary>
    public bool ClientGone => ConnectionGone && Volatile.Read(ref _readers) == 0;

    /// <summary>Sends a keep-alive to a client that has heard nothing for a while; null where none may be sent now.</summary>
    public Func<ValueTask>? KeepAlive { get; set; }

    /// <summary>A stream is asked for.</summary>
    public bool IsStream { get; set; }

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

    /// <summary>Begins an attempt: what was held against the one before is forgotten.</summary>
    /// <returns>Cancelled when the attempt has to end, or the exchange.</returns>
    public CancellationToken BeginAttempt()
    {
        lock (_gate)
        {
            _attempt?.Dispose();
            _attempt = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            _attemptReason = 0;
            _heard = false;
            _contentAllowed = long.MaxValue;
            return _attempt.Token;
        }
    }

    public void NoteRead()
    {
        _heard = true;
        Volatile.Write(ref _readAt, _time.GetTimestamp());
    }

    /// <summary>From now on the answer has to grow now and then: signs of life alone do not keep it.</summary>
    public void ExpectContent(TimeSpan between)
    {
        NoteContent();
        Volatile.Write(ref _contentAllowed, Ticks(between));
    }

    /// <summary>The answer has grown, and not by a sign of life alone.</summary>
    public void NoteContent() => Volatile.Write(ref _contentAt, _time.GetTimestamp());

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
        else if (now - Volatile.Read(ref _readAt) >= Volatile.Read(ref _silenceAllowed) || now - Volatile.Read(ref _contentAt) >= Volatile.Read(ref _contentAllowed))
        {
            StopAttempt(_heard ? StopCause.Idle : StopCause.NoFirstByte);
            return KeepAliveDue(limits, now);
        }
        else
        {
            return KeepAliveDue(limits, now);
        }

        return null;
    }

    public void Dispose()
    {
        _clientLeft.Dispose();
        lock (_gate)
        {
            _attempt?.Dispose();
            _attempt = null;
        }

        _stop.Dispose();
    }

    private Func<ValueTask>? KeepAliveDue(RelayLimits limits, long now) => now - Volatile.Read(ref _wroteAt) >= Ticks(limits.KeepAlive) ? KeepAlive : null;

    private void StopAttempt(StopCause reason)
    {
        CancellationTokenSource? attempt;
        lock (_gate)
        {
            attempt = _attempt;
            if (attempt is not null && _attemptReason != 0)
            {
                return;
            }

            _attemptReason = (int)reason;
        }

        if (attempt is null)
        {
            Stop(reason);
            return;
        }

        try
        {
            attempt.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The next attempt has begun at the same moment.
        }
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
