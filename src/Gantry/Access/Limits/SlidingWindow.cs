namespace Gantry.Access.Limits;

/// <summary>
/// What was taken in the last minute, to a quarter of a second. What was taken at any moment of a quarter counts until a minute after that
/// quarter's end: no minute, wherever it begins, has more than the limit, and a full one comes round every 60.25 seconds at the latest.
/// </summary>
/// <remarks>Times are ticks of a clock that only goes forward. Not for several threads at once. Grows with what is going on: at most 242 quarters are kept.</remarks>
internal sealed class SlidingWindow
{
    public const long Slot = TimeSpan.TicksPerSecond / 4;
    public const long Span = TimeSpan.TicksPerMinute;

    private (long Slot, long Amount)[] _ring = new (long, long)[4];
    private int _first;
    private int _count;
    private long _sum;

    /// <summary>What counts now.</summary>
    public long Used(long now)
    {
        while (_count > 0 && EndOf(_ring[_first].Slot) <= now)
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
        var slot = now / Slot;
        if (_count > 0 && At(_count - 1).Slot == slot)
        {
            At(_count - 1).Amount += amount;
        }
        else
        {
            Push((slot, amount));
        }

        _sum += amount;
        return slot;
    }

    /// <summary>Gives back a part of what was taken. What has run out of the window by now is given back already.</summary>
    public void GiveBack(long slot, long amount)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var entry = ref At(i);
            if (entry.Slot == slot)
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
                return EndOf(At(i).Slot);
            }
        }

        return now;
    }

    /// <summary>When nothing counts any more, if nothing is added.</summary>
    public long Empties(long now) => Used(now) == 0 ? now : EndOf(At(_count - 1).Slot);

    private static long EndOf(long slot) => ((slot + 1) * Slot) + Span;

    private ref (long Slot, long Amount) At(int index) => ref _ring[(_first + index) % _ring.Length];

    private void Push((long Slot, long Amount) entry)
    {
        if (_count == _ring.Length)
        {
            var wider = new (long, long)[_ring.Length * 2];
            for (var i = 0; i < _count; i++)
            {
                wider[i] = At(i);
            }

            (_ring, _first) = (wider, 0);
        }

        _count++;
        At(_count - 1) = entry;
    }
}
