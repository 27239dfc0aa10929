namespace Gantry.Tests.Storage.Ledger;

/// <summary>How long many things took, by tenths of a millisecond up to two minutes. Safe for concurrent use.</summary>
internal sealed class Latencies
{
    private readonly int[] _counts = new int[1_200_000];
    private long _count;
    private long _mostTicks;

    public long Count => Interlocked.Read(ref _count);

    public TimeSpan Most => new(Interlocked.Read(ref _mostTicks));

    public void Add(TimeSpan took)
    {
        Interlocked.Increment(ref _counts[Math.Clamp((int)(took.Ticks / 1_000), 0, _counts.Length - 1)]);
        Interlocked.Increment(ref _count);
        for (var most = Interlocked.Read(ref _mostTicks); took.Ticks > most; most = Interlocked.Read(ref _mostTicks))
        {
            Interlocked.CompareExchange(ref _mostTicks, took.Ticks, most);
        }
    }

    /// <summary>So long or less took that share of them.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    public TimeSpan At(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted) return new TimeSpan((i + 1) * 1_000L);
        }

        return Most;
    }

    public override string ToString() => $"p50 {At(0.5).TotalMilliseconds:0.0} ms, p99 {At(0.99).TotalMilliseconds:0.0} ms, most {Most.TotalMilliseconds:0.0} ms";
}
