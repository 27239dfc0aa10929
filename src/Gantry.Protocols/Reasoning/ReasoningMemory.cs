using Gantry.Protocols.Json;

namespace Gantry.Protocols.Reasoning;

/// <summary>Remembers blobs for clients whose protocol has no slot for them or who throw them away. Thread safe.</summary>
/// <remarks>Best effort, in the memory of one node: a miss costs quality, never correctness.</remarks>
public sealed class ReasoningMemory(TimeProvider time, ReasoningMemoryLimits? limits = null)
{
    private const int Overhead = 256;    // bookkeeping of an entry, roughly

    private readonly ReasoningMemoryLimits _limits = limits ?? new();
    private readonly Lock _gate = new();
    private readonly Dictionary<ReasoningKey, Entry> _entries = [];
    private readonly Dictionary<ulong, Share> _shares = [];
    private readonly LinkedList<Entry> _byAge = new();   // oldest first; one lifetime for all, so also the first to expire
    private long _bytes;

    /// <summary>Turns and calls that are remembered.</summary>
    public int Count
    {
        get { lock (_gate) return _entries.Count; }
    }

    /// <summary>Bytes held.</summary>
    public long Bytes
    {
        get { lock (_gate) return _bytes; }
    }

    /// <summary>Keeps a copy of the blobs in the place of what was there before. What is larger than a tenant's share is not kept.</summary>
    public void Remember(ReasoningKey key, IReadOnlyList<ReasoningBlob> blobs)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        if (blobs.Count == 0) return;
        var copies = blobs.Select(Copy).ToArray();
        long size = Overhead + copies.Sum(blob => (long)blob.Value.Token.Length + (blob.Text?.Token.Length ?? 0) + 64);
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var old)) Remove(old);
            if (size > Math.Min(_limits.MaxBytes, _limits.MaxBytesPerTenant)) return;
            Add(new Entry(key, copies, size) { Expires = time.GetUtcNow() + _limits.Lifetime });
            Shrink(key.Tenant);
        }
    }

    /// <summary>Whether anything of a tenant is remembered.</summary>
    /// <param name="tenant">As in a key.</param>
    internal bool Holds(ulong tenant)
    {
        lock (_gate) return _shares.ContainsKey(tenant);
    }

    /// <summary>The blobs in the order in which they were given; asking keeps them for another lifetime. Null when there are none (any more).</summary>
    public IReadOnlyList<ReasoningBlob>? Recall(ReasoningKey key)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            while (_byAge.First is { Value: var oldest } && oldest.Expires <= now) Remove(oldest);
            if (!_entries.TryGetValue(key, out var entry)) return null;
            Remove(entry);
            entry.Expires = now + _limits.Lifetime;
            Add(entry);
            return entry.Blobs;
        }
    }

    private void Shrink(ulong tenant)
    {
        var share = _shares[tenant];
        while (share.Bytes > _limits.MaxBytesPerTenant) Remove(share.ByAge.First!.Value);
        while (_bytes > _limits.MaxBytes || _entries.Count > _limits.MaxEntries) Remove(_byAge.First!.Value);
    }

    private void Add(Entry entry)
    {
        if (!_shares.TryGetValue(entry.Key.Tenant, out var share)) _shares[entry.Key.Tenant] = share = new Share();
        _entries[entry.Key] = entry;
        _byAge.AddLast(entry.InAll);
        share.ByAge.AddLast(entry.InShare);
        share.Bytes += entry.Size;
        _bytes += entry.Size;
    }

    private void Remove(Entry entry)
    {
        var share = _shares[entry.Key.Tenant];
        _entries.Remove(entry.Key);
        _byAge.Remove(entry.InAll);
        share.ByAge.Remove(entry.InShare);
        share.Bytes -= entry.Size;
        _bytes -= entry.Size;
        if (share.ByAge.Count == 0) _shares.Remove(entry.Key.Tenant);
    }

    // The blobs are slices of a request's buffer, which is used again.
    private static ReasoningBlob Copy(ReasoningBlob blob) => blob with
    {
        Value = new JsonText(blob.Value.Token.ToArray()),
        Text = blob.Text is { } text ? new JsonText(text.Token.ToArray()) : null,
    };

    private sealed class Entry
    {
        public Entry(ReasoningKey key, ReasoningBlob[] blobs, long size)
        {
            (Key, Blobs, Size) = (key, blobs, size);
            InAll = new(this);
            InShare = new(this);
        }

        public ReasoningKey Key { get; }

        public ReasoningBlob[] Blobs { get; }

        public long Size { get; }

        public DateTimeOffset Expires { get; set; }

        public LinkedListNode<Entry> InAll { get; }

        public LinkedListNode<Entry> InShare { get; }
    }

    private sealed class Share
    {
        public LinkedList<Entry> ByAge { get; } = new();

        public long Bytes { get; set; }
    }
}
