using System.Collections.Concurrent;

namespace Gantry.Access;

/// <summary>When keys were last accepted, in memory: the path of a request writes to no database.</summary>
internal sealed class KeyUses(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, long> _ticks = new();
    private readonly ConcurrentDictionary<Guid, bool> _fresh = new();

    public void Note(Guid key)
    {
        _ticks[key] = time.GetUtcNow().UtcTicks;
        // Looked up first: most keys have been noted since they were last written down, and reading takes no lock.
        if (!_fresh.ContainsKey(key)) _fresh[key] = true;
    }

    /// <summary>Null where it has not been used since the start.</summary>
    public DateTimeOffset? LastOf(Guid key) => _ticks.TryGetValue(key, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>What came in since this was last asked.</summary>
    public IReadOnlyCollection<KeyValuePair<Guid, DateTimeOffset>> Take()
    {
        var taken = new List<KeyValuePair<Guid, DateTimeOffset>>();
        foreach (var key in _fresh.Keys)
        {
            if (_fresh.TryRemove(key, out _)) taken.Add(KeyValuePair.Create(key, LastOf(key)!.Value));
        }

        return taken;
    }

    /// <summary>What could not be written down is taken again.</summary>
    public void GiveBack(IEnumerable<KeyValuePair<Guid, DateTimeOffset>> taken)
    {
        foreach (var (key, _) in taken) _fresh[key] = true;
    }
}
