using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Gantry.Billing;

/// <summary>
/// Append-only files that hold every request from its dispatch, and its record from its end, until the store has it. See
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
    readonly ITimer _probeTimer;
    readonly List<JournalSegment> _old;
    readonly List<JournalDamage> _damage = [];

    // Appending: guards _next and _writing. Whoever sets _writing owns _current until it clears it.
    readonly Lock _queue = new();

    // End of life: guards acknowledgement, sealing and deletion of segments. Held while files are deleted, so appends take it at a roll only.
    readonly Lock _ends = new();

    // Its lock is taken last.
    readonly JournalSync _sync;
    readonly JournalOrphans _orphans = new();
    JournalGroup _next = new(new ArrayBufferWriter<byte>(1024));
    ArrayBufferWriter<byte>? _spare;
    JournalSegment? _current;
    long _lastNumber;
    bool _writing;
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
        _sync = new JournalSync(time, Flush, ForgetSuperseded);
        _probeTimer = time.CreateTimer(static state => ((UsageJournal)state!).Probe(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>False from a failed write or sync until the disk takes bytes again; checked every <see cref="ProbeEvery"/>.</summary>
    public bool Healthy => !_writeFault && !_syncFault;

    /// <summary>Writes to disk since the start; fewer than appends where callers came together.</summary>
    public long Writes { get; private set; }

    /// <summary>What <see cref="Replay"/> could not read.</summary>
    public IReadOnlyList<JournalDamage> Damage => _damage;

    /// <summary>Once <see cref="Replay"/> has come to its end: requests that a former process had dispatched and did not finish.</summary>
    public IReadOnlyCollection<JournalOrphan> Orphans => _orphans.Open;

    /// <summary>Writes a record. Callers that come while a write is under way leave together with the next one.</summary>
    /// <exception cref="UsageJournalException">The disk is full or broken; the record is not in the journal.</exception>
    public async ValueTask<JournalEntry> AppendAsync(UsageRecord record, DispatchTicket? ticket = null) =>
        new(record, await WriteAsync(JournalFrame.Encode(record)), ticket);

    /// <summary>Writes down that a request is about to be sent upstream.</summary>
    /// <exception cref="UsageJournalException">As with a record.</exception>
    public async ValueTask<DispatchTicket> DispatchAsync(UsageRecord asItStands) =>
        new(await WriteAsync(JournalFrame.Encode(asItStands, JournalKind.Dispatched)));

    /// <summary>Writes down how far a running answer has come. The entry before it is forgotten with the next sync.</summary>
    /// <exception cref="UsageJournalException">As with a record.</exception>
    public async ValueTask ProgressAsync(DispatchTicket ticket, UsageProgress progress)
    {
        var superseded = ticket.Advance(await WriteAsync(JournalFrame.Encode(progress)));
        if (superseded.Segment is not null)
        {
            _sync.Supersede(superseded);
        }
    }

    /// <summary>Finished records that a former process left, oldest first. Reads one segment at a time; cuts torn tails, steps over damage.</summary>
    public IEnumerable<JournalEntry> Replay()
    {
        var idle = new List<JournalPlace>();
        foreach (var segment in _old)
        {
            foreach (var piece in JournalFolder.Load(segment, _damage, _log))
            {
                if (_orphans.Next(piece.Payload, new JournalPlace(segment, piece.Start, piece.End), idle) is { } entry)
                {
                    yield return entry;
                }
            }

            lock (_ends)
            {
                segment.Sealed = true;
                Forget(idle, [segment]);
            }

            idle.Clear();
        }
    }

    /// <summary>Forgets entries that the store has, with all that was written of their requests. Deletes a segment with its last one.</summary>
    public void Acknowledge(IReadOnlyList<JournalEntry> entries)
    {
        var places = new List<JournalPlace>(entries.Count);
        foreach (var entry in entries)
        {
            places.Add(entry.Place);
            if (entry.Ticket is { } ticket)
            {
                places.Add(ticket.Dispatched);
                places.Add(ticket.Close());
            }
        }

        lock (_ends)
        {
            if (!_disposed)
            {
                Forget(places, []);
            }
        }
    }

    /// <summary>Writes what has queued up: a turn of whoever holds <c>_writing</c>.</summary>
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
            var place = Write(group.Bytes);
            group.Succeed(place.Segment!, place.Start);
        }
        catch (UsageJournalException fault)
        {
            group.Fail(fault);
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
            _probeTimer.Dispose();
            if (_current is { } current)
            {
                current.Sealed = true;
                Forget(_sync.End(), [current]);
                current.Dispose();
            }

            _sync.Dispose();
            _old.ForEach(segment => segment.Dispose());
            _lock.Dispose();
        }
    }

    ValueTask<JournalPlace> WriteAsync(ReadOnlySpan<byte> frame)
    {
        JournalGroup? group = null;
        var start = 0;
        lock (_queue)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_writing)
            {
                group = _next;
                start = group.Add(frame);
            }

            _writing = true;
        }

        return group is null ? new ValueTask<JournalPlace>(Lead(frame)) : FollowAsync(group, start, frame.Length);
    }

    JournalPlace Lead(ReadOnlySpan<byte> frame)
    {
        try
        {
            return Write(frame);
        }
        finally
        {
            HandOn(free: null);
        }
    }

    static async ValueTask<JournalPlace> FollowAsync(JournalGroup group, int start, int length)
    {
        var (segment, offset) = await group.Written;
        return new JournalPlace(segment, offset + start, offset + start + length);
    }

    /// <summary>For whoever holds <c>_writing</c>.</summary>
    JournalPlace Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var segment = Current();
            var start = segment.Append(bytes);
            Writes++;
            _writeFault = false;
            _sync.Mark(segment);
            return new JournalPlace(segment, start, start + bytes.Length);
        }
        catch (Exception fault)
        {
            // Of whatever kind: those who wait in a group must hear of it.
            _writeFault = true;
            _probeTimer.Change(ProbeEvery, Timeout.InfiniteTimeSpan);
            throw new UsageJournalException("The usage journal cannot be written: " + fault.Message, fault);
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

    bool Flush(JournalSegment segment)
    {
        if (Guarded(segment, static segment => segment.Flush()))
        {
            return true;
        }

        // The kernel may have dropped the pages: never trust this file with more, and try the disk again with a new one.
        _syncFault = true;
        if (!_disposed)
        {
            _probeTimer.Change(ProbeEvery, Timeout.InfiniteTimeSpan);
        }

        return false;
    }

    void ForgetSuperseded(List<JournalPlace> places)
    {
        lock (_ends)
        {
            if (!_disposed)
            {
                Forget(places, []);
            }
        }
    }

    /// <summary>Under <c>_ends</c>.</summary>
    /// <param name="places">Needed no more.</param>
    /// <param name="touched">Segments that may be done with for another reason.</param>
    void Forget(List<JournalPlace> places, HashSet<JournalSegment> touched)
    {
        foreach (var place in places)
        {
            if (place.Segment is { } segment)
            {
                segment.Acknowledge(place.Start, place.End);
                touched.Add(segment);
            }
        }

        foreach (var segment in touched)
        {
            Retire(segment);
        }
    }

    /// <summary>Under <c>_ends</c>: keeps how far a segment is acknowledged, or deletes it where that is all.</summary>
    void Retire(JournalSegment segment)
    {
        if (segment.Finished)
        {
            _sync.Remove(segment);
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

    // The runtime makes an error of arguments of a file that may not grow (EFBIG: a quota, a limit of the process).
    static bool IsDiskFault(Exception fault) => fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;
}
