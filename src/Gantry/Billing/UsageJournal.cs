using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Gantry.Billing;

/// <summary>
/// Append-only files that hold every usage record from the end of its request until the store has it. See
/// <c>docs/decisions/0004-usage-journal.md</c>.
/// </summary>
/// <remarks>
/// An append is in the hands of the kernel when it returns: it survives a kill of the process. A loss of power costs what was appended
/// within <see cref="SyncEvery"/>. Appends may run concurrently; <see cref="Replay"/> once, <see cref="Acknowledge"/> from one caller at a time.
/// </remarks>
internal sealed class UsageJournal : IThreadPoolWorkItem, IDisposable
{
    public static readonly TimeSpan SyncEvery = TimeSpan.FromMilliseconds(20);
    public static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);

    // More than the slack of a block: a disk that takes this takes some records as well.
    const int ProbeBytes = 64 * 1024;

    readonly string _folder;
    readonly ILogger<UsageJournal> _log;
    readonly Func<string, SafeFileHandle> _open;
    readonly long _segmentBytes;
    readonly FileStream _lock;
    readonly ITimer _syncTimer;
    readonly ITimer _probeTimer;
    readonly List<JournalSegment> _old;
    readonly List<JournalDamage> _damage = [];

    // Appending: guards _next and _writing. Whoever sets _writing owns _current until it clears it.
    readonly Lock _queue = new();

    // End of life: guards acknowledgement, sealing and deletion of segments. Held while files are deleted, so appends take it at a roll only.
    readonly Lock _ends = new();

    // Guards _unsynced. Taken last.
    readonly Lock _sync = new();
    readonly List<JournalSegment> _unsynced = [];
    JournalGroup _next = new(new ArrayBufferWriter<byte>(1024));
    ArrayBufferWriter<byte>? _spare;
    JournalSegment? _current;
    long _lastNumber;
    bool _writing;
    int _syncSet;
    volatile bool _writeFault;
    volatile bool _syncFault;
    volatile bool _disposed;

    /// <param name="folder">Made where it is missing, readable by its owner only.</param>
    /// <param name="time">Runs the syncs.</param>
    /// <param name="log">Gets damage and faults.</param>
    /// <param name="segmentBytes">A segment that has reached this length gets no more entries.</param>
    /// <param name="open">Makes the file of a new segment; tests put a broken disk here.</param>
    /// <exception cref="IOException">Another process has the journal open, or the folder cannot be made.</exception>
    public UsageJournal(
        string folder,
        TimeProvider time,
        ILogger<UsageJournal> log,
        long segmentBytes = 16 << 20,
        Func<string, SafeFileHandle>? open = null)
    {
        _folder = folder;
        _log = log;
        _segmentBytes = segmentBytes;
        _open = open ?? (static path => File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        JournalFolder.Create(folder);
        _lock = JournalFolder.Lock(folder);
        _old = JournalFolder.Segments(folder);
        _lastNumber = _old.Count == 0 ? 0 : _old[^1].Number;
        _syncTimer = time.CreateTimer(static state => ((UsageJournal)state!).Sync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _probeTimer = time.CreateTimer(static state => ((UsageJournal)state!).Probe(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>False from a failed write or sync until the disk takes bytes again; checked every <see cref="ProbeEvery"/>.</summary>
    public bool Healthy => !_writeFault && !_syncFault;

    /// <summary>Writes to disk since the start; fewer than appends where callers came together.</summary>
    public long Writes { get; private set; }

    /// <summary>What <see cref="Replay"/> could not read.</summary>
    public IReadOnlyList<JournalDamage> Damage => _damage;

    /// <summary>Writes a record. Callers that come while a write is under way leave together with the next one.</summary>
    /// <exception cref="UsageJournalException">The disk is full or broken; the record is not in the journal.</exception>
    public async ValueTask<JournalEntry> AppendAsync(UsageRecord record)
    {
        var (group, start, end, lead) = Enqueue(record);
        if (lead)
        {
            Execute();
        }

        var (segment, offset) = await group.Written;
        return new JournalEntry(record, segment, offset + start, offset + end);
    }

    /// <summary>Records that a former process left, oldest first. Reads one segment at a time; cuts torn tails, steps over damage.</summary>
    public IEnumerable<JournalEntry> Replay()
    {
        foreach (var segment in _old)
        {
            foreach (var piece in JournalFolder.Load(segment, _damage, _log))
            {
                yield return new JournalEntry(piece.Record!, segment, piece.Start, piece.End);
            }

            lock (_ends)
            {
                segment.Sealed = true;
                Retire(segment);
            }
        }
    }

    /// <summary>Forgets entries that the store has. Deletes a segment with its last one.</summary>
    public void Acknowledge(IReadOnlyList<JournalEntry> entries)
    {
        lock (_ends)
        {
            if (_disposed)
            {
                return;
            }

            JournalSegment? touched = null;
            foreach (var entry in entries)
            {
                if (entry.Segment is not { } segment)
                {
                    continue;
                }

                segment.Acknowledge(entry.Start, entry.End);
                if (touched is not null && touched != segment)
                {
                    Retire(touched);
                }

                touched = segment;
            }

            if (touched is not null)
            {
                Retire(touched);
            }
        }
    }

    /// <summary>Writes what is queued: a turn of whoever holds <c>_writing</c>.</summary>
    public void Execute()
    {
        JournalGroup group;
        lock (_queue)
        {
            group = _next;
            _next = new JournalGroup(_spare ?? new ArrayBufferWriter<byte>(1024));
            _spare = null;
        }

        try
        {
            var segment = Current();
            var start = segment.Append(group.Bytes);
            Writes++;
            group.Succeed(segment, start);
            _writeFault = false;
            MarkUnsynced(segment);
        }
        catch (Exception fault)
        {
            // Of whatever kind: those who wait in the group must hear of it.
            _writeFault = true;
            _probeTimer.Change(ProbeEvery, Timeout.InfiniteTimeSpan);
            group.Fail(new UsageJournalException("The usage journal cannot be written: " + fault.Message, fault));
        }

        HandOn(group.Release());
    }

    /// <summary>Syncs and closes. Entries not acknowledged are there at the next start.</summary>
    public void Dispose()
    {
        lock (_ends)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _syncTimer.Dispose();
            _probeTimer.Dispose();
            if (_current is { } current)
            {
                Guarded(current, static segment => segment.Flush());
                current.Sealed = true;
                Retire(current);
                current.Dispose();
            }

            lock (_sync)
            {
                _unsynced.ForEach(segment => segment.Dispose());
                _unsynced.Clear();
            }

            _old.ForEach(segment => segment.Dispose());
            _lock.Dispose();
        }
    }

    (JournalGroup Group, int Start, int End, bool Lead) Enqueue(UsageRecord record)
    {
        var frame = JournalFrame.Encode(record);
        lock (_queue)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var start = _next.Add(frame);
            var lead = !_writing;
            _writing = true;
            return (_next, start, start + frame.Length, lead);
        }
    }

    // The first caller writes for itself only; a worker of the pool goes on for those who queued up meanwhile.
    void HandOn(ArrayBufferWriter<byte>? free)
    {
        lock (_queue)
        {
            _spare = free ?? _spare;
            _writing = !_next.IsEmpty;
            if (!_writing)
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    JournalSegment Current()
    {
        if (_current is { } current && current.Length < _segmentBytes)
        {
            return current;
        }

        return Roll();
    }

    JournalSegment Roll()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var fresh = new JournalSegment(_folder, _lastNumber + 1);
        fresh.Create(_open);
        lock (_ends)
        {
            _lastNumber = fresh.Number;
            if (_current is { } full)
            {
                full.Sealed = true;
                Retire(full);
            }

            return _current = fresh;
        }
    }

    void MarkUnsynced(JournalSegment segment)
    {
        lock (_sync)
        {
            if (!_unsynced.Contains(segment))
            {
                _unsynced.Add(segment);
            }
        }

        if (Interlocked.Exchange(ref _syncSet, 1) == 0)
        {
            _syncTimer.Change(SyncEvery, Timeout.InfiniteTimeSpan);
        }
    }

    void Sync()
    {
        JournalSegment[] segments;
        lock (_sync)
        {
            segments = [.. _unsynced];
            _unsynced.Clear();
        }

        foreach (var segment in segments)
        {
            if (!Guarded(segment, static segment => segment.Flush()))
            {
                // The kernel may have dropped the pages: never trust this file with more, and try the disk again with a new one.
                _syncFault = true;
                _probeTimer.Change(ProbeEvery, Timeout.InfiniteTimeSpan);
            }
        }

        lock (_sync)
        {
            foreach (var segment in segments.Where(segment => segment.Sealed && !_unsynced.Contains(segment)))
            {
                segment.CloseFile();
            }

            Volatile.Write(ref _syncSet, _unsynced.Count == 0 || _disposed ? 0 : 1);
            if (_syncSet == 1)
            {
                _syncTimer.Change(SyncEvery, Timeout.InfiniteTimeSpan);
            }
        }
    }

    void Probe()
    {
        lock (_queue)
        {
            if (_disposed || Healthy)
            {
                return;
            }

            if (_writing)
            {
                _probeTimer.Change(ProbeEvery, Timeout.InfiniteTimeSpan);
                return;
            }

            _writing = true;
        }

        try
        {
            (_syncFault ? Roll() : Current()).Probe(new byte[ProbeBytes]);
            _syncFault = _writeFault = false;
            _log.LogWarning("The usage journal in {Folder} can be written again", _folder);
        }
        catch (Exception fault) when (IsDiskFault(fault) || fault is ObjectDisposedException)
        {
            _log.LogError("The usage journal in {Folder} still cannot be written: {Fault}", _folder, fault.Message);
            _probeTimer.Change(ProbeEvery, Timeout.InfiniteTimeSpan);
        }

        HandOn(free: null);
    }

    /// <summary>Under <c>_ends</c>: keeps how far a segment is acknowledged, or deletes it where that is all.</summary>
    void Retire(JournalSegment segment)
    {
        if (segment.Finished)
        {
            lock (_sync)
            {
                _unsynced.Remove(segment);
            }

            Guarded(segment, static segment => segment.Delete());
        }
        else
        {
            Guarded(segment, static segment => segment.WriteAcknowledged());
        }
    }

    bool Guarded(JournalSegment segment, Action<JournalSegment> action)
    {
        try
        {
            action(segment);
            return true;
        }
        catch (ObjectDisposedException)
        {
            // Acknowledged and deleted since the caller looked.
            return true;
        }
        catch (Exception fault) when (IsDiskFault(fault))
        {
            _log.LogError("Usage journal segment {Path}: {Fault}", segment.Path, fault.Message);
            return false;
        }
    }

    static bool IsDiskFault(Exception fault) => fault is IOException or UnauthorizedAccessException;
}
