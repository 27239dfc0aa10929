namespace Gantry.Routing;

/// <summary>Remembers who served each session last. In memory, of this node; thread safe.</summary>
/// <remarks>
/// Bounded: what was used longest ago goes first. A session that is forgotten is placed by its hash again, mostly where it was. Vendors forget
/// prompts within minutes, an hour at most.
/// </remarks>
internal sealed class Affinity(TimeProvider time, int most = Affinity.Most)
{
    /// <summary>Sessions.</summary>
    public const int Most = 100_000;

    /// <summary>For so long a session is remembered after it was served.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<SessionKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];

    /// <summary>Sessions that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>An attempt has served: the session stays there.</summary>
    /// <param name="session">Of the plan; null where there was nothing to choose, and so nothing to remember.</param>
    /// <param name="candidate">Who served.</param>
    public void Note(SessionKey? session, RouteCandidate candidate)
    {
        if (session is not { } key) return;
        var entry = new Entry(key, new SessionHome(candidate.Group.Name, candidate.Target), time.GetTimestamp());
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                node.Value = entry;
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return;
            }

            _entries.Add(key, _byUse.AddFirst(entry));
            if (_entries.Count > most) Forget(_byUse.Last!);
        }
    }

    /// <summary>Who served the session last; null where nobody did, or too long ago. Changes nothing.</summary>
    public SessionHome? Find(SessionKey session)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(session, out var node) && time.GetElapsedTime(node.Value.ServedTicks) < Memory ? node.Value.Home : null;
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _entries.Remove(node.Value.Session);
        _byUse.Remove(node);
    }

    private readonly record struct Entry(SessionKey Session, SessionHome Home, long ServedTicks);
}
