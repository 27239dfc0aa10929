namespace Gantry.Access.Limits;

/// <summary>Who waits for a place: accounts in turn, the requests of one in the order in which they came. Not for several threads at once.</summary>
internal sealed class FairQueue
{
    private readonly Dictionary<Guid, Lane> _lanes = [];
    private readonly LinkedList<Lane> _turns = new();

    public int Count { get; private set; }

    /// <summary>Whose turn it will be. There must be somebody.</summary>
    public RateWaiter First => _turns.First!.Value.Waiters.First!.Value;

    /// <summary>Takes a place in the line of its account, by the number that it got when it first came.</summary>
    public void Enqueue(RateWaiter waiter)
    {
        if (!_lanes.TryGetValue(waiter.Ask.Account, out var lane))
        {
            _lanes.Add(waiter.Ask.Account, lane = new Lane(waiter.Ask.Account));
            lane.Turn = _turns.AddLast(lane);
        }

        // Who comes from another queue may have come before some of these.
        var before = lane.Waiters.Last;
        while (before is not null && before.Value.Number > waiter.Number)
        {
            before = before.Previous;
        }

        waiter.Place = before is null ? lane.Waiters.AddFirst(waiter) : lane.Waiters.AddAfter(before, waiter);
        Count++;
    }

    /// <summary>Whose turn it is; the account goes to the end of the line of accounts.</summary>
    public RateWaiter Dequeue()
    {
        var (lane, waiter) = (_turns.First!.Value, First);
        Remove(waiter);
        if (lane.Waiters.Count > 0)
        {
            _turns.Remove(lane.Turn!);
            _turns.AddLast(lane.Turn!);
        }

        return waiter;
    }

    /// <summary>Puts back whom <see cref="Dequeue"/> gave, as if it had not been called.</summary>
    public void Restore(RateWaiter waiter)
    {
        Enqueue(waiter);
        var lane = _lanes[waiter.Ask.Account];
        _turns.Remove(lane.Turn!);
        _turns.AddFirst(lane.Turn!);
    }

    public void Remove(RateWaiter waiter)
    {
        var lane = _lanes[waiter.Ask.Account];
        lane.Waiters.Remove(waiter.Place!);
        Count--;
        if (lane.Waiters.Count == 0)
        {
            _turns.Remove(lane.Turn!);
            _lanes.Remove(lane.Account);
        }
    }

    private sealed class Lane(Guid account)
    {
        public Guid Account { get; } = account;

        public LinkedList<RateWaiter> Waiters { get; } = new();

        public LinkedListNode<Lane>? Turn { get; set; }
    }
}
