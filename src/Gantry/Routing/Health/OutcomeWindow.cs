namespace Gantry.Routing.Health;

/// <summary>How many succeeded and failed lately: a ring of slices of time, the running one included. Not thread safe.</summary>
/// <param name="slices">How many.</param>
/// <param name="slice">How long each.</param>
internal sealed class OutcomeWindow(int slices, TimeSpan slice)
{
    private readonly SuccessShare[] _ring = new SuccessShare[slices];
    private SuccessShare _sum;
    private long _last;

    /// <summary>What the breakers look at.</summary>
    public static OutcomeWindow HalfMinute() => new(30, TimeSpan.FromSeconds(1));

    public static OutcomeWindow FiveMinutes() => new(30, TimeSpan.FromSeconds(10));

    public void Add(TimeSpan now, bool succeeded)
    {
        Move(now);
        var one = succeeded ? new SuccessShare(1, 0) : new SuccessShare(0, 1);
        _ring[_last % slices] += one;
        _sum += one;
    }

    public SuccessShare Read(TimeSpan now)
    {
        Move(now);
        return _sum;
    }

    public void Clear()
    {
        Array.Clear(_ring);
        _sum = default;
    }

    private void Move(TimeSpan now)
    {
        var current = now.Ticks / slice.Ticks;
        if (current - _last >= slices)
        {
            Clear();
            _last = current;
            return;
        }

        // Each slice is left once, however often it was written to: constant on average.
        while (_last < current)
        {
            ref var oldest = ref _ring[++_last % slices];
            _sum -= oldest;
            oldest = default;
        }
    }
}
