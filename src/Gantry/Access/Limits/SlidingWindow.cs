namespace Gantry.Access.Limits;

/// <summary>
/// What was taken in the last minute. What is taken within a quarter of a second counts as taken at once, at the last moment of it: no minute,
/// wherever it begins, has more than the limit, nobody waits longer than a minute for room, and a limit that is always asked for in full comes
/// round every 60.25 seconds at the latest.
/// </summary>
/// <remarks>Times are ticks of a clock that only goes forward. Not for several threads at once. Grows with what is going on: at most 242 quarters are kept.</remarks>
internal sealed class SlidingWindow
{
    /// <summary>Clients give up where they are told to wait for longer than a minute (see the guide to errors): a window must not be longer, not by a tick.</summary>
    public const long Span = TimeSpan.TicksPerMinute;

    private const long Quarter = TimeSpan.TicksPerSecond / 4;

    private Entry[] _ring = new Entry[4];
    private int _first;
    private int _count;
    private long _sum;

    /// <summary>What counts now.</summary>
    public long Used(long now)
    {
        while (_count > 0 && _ring[_first].Last + Span <= now)
        {
            _sum -= _ring[_first].Amount;
            _first = (_first + 1) % _ring.Length;
            _count--;
        }

        return _sum;
    }

    /// <summary>Takes an amount, whether or not there is room.</summary>
    /// <returns>Where it stands, for <see cref="GiveBack"/>.</returns>
    public long Add(long now, long amount)
    {
        Used(now);
        _sum += amount;
        if (_count == 0 || now - At(_count - 1).First >= Quarter)
        {
            Push(new Entry { First = now, Last = now, Amount = amount });
            return now;
        }

        ref var entry = ref At(_count - 1);
        entry.Last = now;
        entry.Amount += amount;
        return entry.First;
    }

    /// <summary>Gives back a part of what was taken. What has run out of the window by now is given back already.</summary>
    public void GiveBack(long at, long amount)
    {
        // What is given back was mostly taken just now.
        for (var i = _count - 1; i >= 0; i--)
        {
            ref var entry = ref At(i);
            if (entry.First == at)
            {
                entry.Amount -= amount;
                _sum -= amount;
                return;
            }
        }
    }

    /// <summary>When no more than <paramref name="most"/> counts, if nothing is added.</summary>
    public long FallsTo(long most, long now)
    {
        var left = Used(now);
        for (var i = 0; left > most && i < _count; i++)
        {
            left -= At(i).Amount;
            if (left <= most)
            {
                return At(i).Last + Span;
            }
        }

        return now;
    }

    /// <summary>When nothing counts any more, if nothing is added.</summary>
    public long Empties(long now) => Used(now) == 0 ? now : At(_count - 1).Last + Span;

    private ref Entry At(int index) => ref _ring[(_first + index) % _ring.Length];

    private void Push(Entry entry)
    {
        if (_count == _ring.Length)
        {
            var wider = new Entry[_ring.Length * 2];
            for (var i = 0; i < _count; i++)
            {
                wider[i] = At(i);
            }

            (_ring, _first) = (wider, 0);
        }

        _count++;
        At(_count - 1) = entry;
    }

    private struct Entry
    {
        public long First;
        public long Last;
        public long Amount;
    }
}
