namespace Gantry.Relay.State;

/// <summary>The conversations that clients may continue by an id. In memory, bounded; what was not used for longest is forgotten first.</summary>
internal sealed class ResponseStates : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Account, string Id), Entry> _entries = [];
    private readonly Dictionary<(Guid Account, string Item), Entry> _items = [];
    private readonly Dictionary<Guid, Share> _shares = [];

    // First: used most recently.
    private readonly LinkedList<Entry> _order = [];
    private readonly StateLimits _limits;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private long _bytes;

    public ResponseStates(StateLimits limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>Bytes held now.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Keeps a response. One that is larger than the whole share of its account is not kept.</summary>
    public void Put(ResponseState state)
    {
        if (state.Size > Math.Min(_limits.AccountBytes, _limits.TotalBytes))
        {
            return;
        }

        var entry = new Entry(state with { CreatedAt = _time.GetUtcNow() }, [.. state.Output().Where(item => item.Id is not null).Select(item => item.Id!)]);
        lock (_gate)
        {
            Forget(Look(state.AccountId, state.Id));
            if (!_shares.TryGetValue(state.AccountId, out var share))
            {
                _shares[state.AccountId] = share = new Share();
            }

            _entries[(state.AccountId, state.Id)] = entry;
            foreach (var item in entry.Items)
            {
                _items[(state.AccountId, item)] = entry;
            }

            _order.AddFirst(entry.Place);
            share.Order.AddFirst(entry.PlaceInShare);
            share.Bytes += state.Size;
            _bytes += state.Size;
            while (share.Bytes > _limits.AccountBytes)
            {
                Forget(share.Order.Last!.Value);
            }

            while (_bytes > _limits.TotalBytes)
            {
                Forget(_order.Last!.Value);
            }
        }
    }

    /// <summary>Finds a response of the account; one that belongs to a connection is found there alone.</summary>
    public ResponseState? Find(Guid account, string id, Guid? scope = null)
    {
        lock (_gate)
        {
            return Use(Look(account, id), scope);
        }
    }

    /// <summary>Finds an item that any response of the account has said.</summary>
    public TranscriptItem? FindItem(Guid account, string id, Guid? scope = null)
    {
        ResponseState? state;
        lock (_gate)
        {
            state = Use(_items.GetValueOrDefault((account, id)), scope);
        }

        if (state is null)
        {
            return null;
        }

        var items = state.Output();
        return items[items.FindIndex(item => item.Id == id)];
    }

    public bool Remove(Guid account, string id, Guid? scope = null)
    {
        lock (_gate)
        {
            var entry = Look(account, id);
            if (Use(entry, scope) is null)
            {
                return false;
            }

            Forget(entry);
            return true;
        }
    }

    public void Dispose() => _sweep.Dispose();

    private Entry? Look(Guid account, string id) => _entries.GetValueOrDefault((account, id));

    private ResponseState? Use(Entry? entry, Guid? scope)
    {
        if (entry is null || (entry.State.Scope is { } owner && owner != scope))
        {
            return null;
        }

        if (IsOver(entry))
        {
            Forget(entry);
            return null;
        }

        var order = _shares[entry.State.AccountId].Order;
        _order.Remove(entry.Place);
        _order.AddFirst(entry.Place);
        order.Remove(entry.PlaceInShare);
        order.AddFirst(entry.PlaceInShare);
        return entry.State;
    }

    private bool IsOver(Entry entry) => _time.GetUtcNow() - entry.State.CreatedAt >= _limits.Lifetime;

    private void Forget(Entry? entry)
    {
        if (entry is null)
        {
            return;
        }

        var state = entry.State;
        var share = _shares[state.AccountId];
        _entries.Remove((state.AccountId, state.Id));
        foreach (var item in entry.Items)
        {
            if (_items.TryGetValue((state.AccountId, item), out var holder) && holder == entry)
            {
                _items.Remove((state.AccountId, item));
            }
        }

        _order.Remove(entry.Place);
        share.Order.Remove(entry.PlaceInShare);
        share.Bytes -= state.Size;
        _bytes -= state.Size;
        if (share.Order.Count == 0)
        {
            _shares.Remove(state.AccountId);
        }
    }

    private void Sweep()
    {
        lock (_gate)
        {
            foreach (var entry in _order.Where(IsOver).ToList())
            {
                Forget(entry);
            }
        }
    }

    private sealed class Entry
    {
        public Entry(ResponseState state, IReadOnlyList<string> items)
        {
            State = state;
            Items = items;
            Place = new LinkedListNode<Entry>(this);
            PlaceInShare = new LinkedListNode<Entry>(this);
        }

        public ResponseState State { get; }

        public IReadOnlyList<string> Items { get; }

        public LinkedListNode<Entry> Place { get; }

        public LinkedListNode<Entry> PlaceInShare { get; }
    }

    private sealed class Share
    {
        public LinkedList<Entry> Order { get; } = [];

        public long Bytes { get; set; }
    }
}
