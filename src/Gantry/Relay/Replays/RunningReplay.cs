using System.Buffers;

namespace Gantry.Relay.Replays;

/// <summary>
/// The answer to the first request under a key: what its client is told, held for those who ask again while it runs. Lives until it lies in
/// its file, or came to nothing, and the last reader is done.
/// </summary>
/// <param name="requestId">Whose answer it is.</param>
/// <param name="budget">Where its memory comes from.</param>
/// <param name="most">Bytes that it may have.</param>
/// <param name="refused">Told, before the client is, that the request was refused.</param>
internal sealed class RunningReplay(string requestId, ReplayBudget budget, long most, Action<RunningReplay> refused) : IClientTee
{
    private const int ChunkSize = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _chunks = [];
    private TaskCompletionSource? _news;
    private Action<int>? _readersChanged;
    private ReplayEnd _end;
    private ReplayHead? _head;
    private bool _cut;
    private long _length;
    private int _readers;
    private bool _held = true;

    public string RequestId => requestId;

    /// <summary>Null until the answer begins.</summary>
    public ReplayHead? Head => Volatile.Read(ref _head);

    /// <summary>How it ended, <see cref="ReplayEnd.None"/> while it runs; <see cref="ReplayEnd.TooLarge"/> as soon as it is.</summary>
    public ReplayEnd End
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>What was charged, known at the end.</summary>
    public long? CostNanos { get; private set; }

    /// <summary>Calls back with the number of readers, now and whenever it changes.</summary>
    public void WatchReaders(Action<int> changed)
    {
        lock (_gate)
        {
            _readersChanged = changed;
            changed(_readers);
        }
    }

    public void Begin(HttpResponse response)
    {
        lock (_gate)
        {
            if (_head is null)
            {
                Volatile.Write(ref _head, ReplayHead.Of(response));
                Tell();
            }
        }
    }

    public void Take(HttpResponse response, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Begin(response);
            Append(bytes);
            Tell();
        }
    }

    public void Refuse(HttpResponse response, ReadOnlySpan<byte> document)
    {
        lock (_gate)
        {
            // Readers have another status already: for them it is a broken answer.
            if (_head is not null)
            {
                _cut = true;
                return;
            }

            Take(response, document);
        }

        // Outside the lock: the desk takes its own first, and this one inside it.
        refused(this);
    }

    public void Cut()
    {
        lock (_gate)
        {
            _cut = true;
        }
    }

    /// <summary>Nothing more comes.</summary>
    /// <returns>How it ended.</returns>
    public ReplayEnd Finish(bool complete, long? costNanos)
    {
        lock (_gate)
        {
            CostNanos = costNanos;
            if (_end == ReplayEnd.None)
            {
                _end = complete && _head is not null ? ReplayEnd.Complete : _cut || _head is null ? ReplayEnd.Cut : ReplayEnd.Failed;
            }

            Tell();
            return _end;
        }
    }

    /// <summary>Begins to read from the first byte.</summary>
    public ReplayReader Read()
    {
        lock (_gate)
        {
            Count(+1);
            return new ReplayReader(this);
        }
    }

    /// <summary>The whole answer.</summary>
    public ReplayAnswer ToAnswer()
    {
        lock (_gate)
        {
            var body = new byte[_length];
            CopyTo(body, 0);
            return new ReplayAnswer(_head!, requestId, CostNanos, body);
        }
    }

    /// <summary>It is needed no longer but by those who read it.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _held = false;
            FreeUnused();
        }
    }

    /// <summary>Copies what is there behind <paramref name="position"/>.</summary>
    /// <returns>How much; where it is nothing, a task that ends when something changes, or null at the end.</returns>
    internal (int Count, Task? News) TryRead(Memory<byte> into, long position)
    {
        lock (_gate)
        {
            if (_end == ReplayEnd.TooLarge)
            {
                return (0, null);
            }

            if (position < _length)
            {
                return (CopyTo(into.Span, position), null);
            }

            return _end == ReplayEnd.None ? (0, News()) : (0, null);
        }
    }

    /// <summary>Ends when the answer has begun, or ended without. Whatever news there are before are that.</summary>
    internal Task Beginning()
    {
        lock (_gate)
        {
            return _head is null && _end == ReplayEnd.None ? News() : Task.CompletedTask;
        }
    }

    internal void Leave()
    {
        lock (_gate)
        {
            Count(-1);
            FreeUnused();
        }
    }

    // Some come before anybody watches.
    private void Count(int change)
    {
        _readers += change;
        _readersChanged?.Invoke(_readers);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _end == ReplayEnd.None)
        {
            var at = (int)(_length % ChunkSize);
            if (at == 0 && (_length + bytes.Length > most || !budget.TryTake(ChunkSize)))
            {
                _end = ReplayEnd.TooLarge;
                Free();
                return;
            }

            if (at == 0)
            {
                _chunks.Add(ArrayPool<byte>.Shared.Rent(ChunkSize));
            }

            var count = Math.Min(bytes.Length, ChunkSize - at);
            bytes[..count].CopyTo(_chunks[^1].AsSpan(at));
            _length += count;
            bytes = bytes[count..];
        }
    }

    private int CopyTo(Span<byte> into, long position)
    {
        var copied = 0;
        while (copied < into.Length && position < _length)
        {
            var at = (int)(position % ChunkSize);
            var count = (int)Math.Min(Math.Min(into.Length - copied, ChunkSize - at), _length - position);
            _chunks[(int)(position / ChunkSize)].AsSpan(at, count).CopyTo(into[copied..]);
            copied += count;
            position += count;
        }

        return copied;
    }

    private Task News() => (_news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Tell()
    {
        _news?.SetResult();
        _news = null;
    }

    private void FreeUnused()
    {
        if (!_held && _readers == 0)
        {
            Free();
        }
    }

    private void Free()
    {
        budget.Give((long)_chunks.Count * ChunkSize);
        _chunks.ForEach(chunk => ArrayPool<byte>.Shared.Return(chunk));
        _chunks.Clear();
        _length = 0;
    }
}
