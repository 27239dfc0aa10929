namespace Gantry.Relay;

/// <summary>How much of the memory that the process may use is taken by managed objects, as of a tenth of a second ago at most.</summary>
/// <param name="used">In bytes, rubbish that nobody has collected yet included.</param>
/// <param name="limit">In bytes; of the container where there is one, else of the machine.</param>
/// <param name="time">The clock.</param>
/// <param name="collect">Asks for rubbish to be collected, and does not wait for it.</param>
/// <param name="collections">How often all of it has been collected so far.</param>
internal sealed class MemoryLoad(Func<long> used, long limit, TimeProvider time, Action collect, Func<int> collections)
{
    private const int WorthCollecting = 70;
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenCollections = TimeSpan.FromSeconds(10);

    // What is old is otherwise looked through only when it has grown by a part of itself, which under a light load of streams takes hours and megabytes (reliability R-50).
    private static readonly TimeSpan LongestWithout = TimeSpan.FromMinutes(10);

    private long _sampledAt = -1;
    private long _collectedAt = -1;
    private long _countedAt = -1;
    private int _counted;
    private int _percent;

    /// <summary>That of this process, as the runtime counts it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="giveBack">Gives back memory that is not managed and that nobody uses; called with each collection.</param>
    public static MemoryLoad OfProcess(TimeProvider time, Action giveBack) => new(
        static () => GC.GetTotalMemory(forceFullCollection: false),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        time,
        () =>
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            giveBack();
        },
        static () => GC.CollectionCount(GC.MaxGeneration));

    /// <summary>0 and above; more than 100 where the limit is passed.</summary>
    public int Percent
    {
        get
        {
            var now = time.GetTimestamp();
            var before = Volatile.Read(ref _sampledAt);
            // One of those who come at once looks, the others take what it found the last time.
            if ((before < 0 || time.GetElapsedTime(before, now) >= Sample) && Interlocked.CompareExchange(ref _sampledAt, now, before) == before)
            {
                Look(now);
            }

            return Volatile.Read(ref _percent);
        }
    }

    private void Look(long now)
    {
        var percent = limit <= 0 ? 0 : (int)Math.Min(used() * 100 / limit, int.MaxValue);
        Volatile.Write(ref _percent, percent);
        // What is old and dead is collected last: it must not keep requests away.
        var before = Volatile.Read(ref _collectedAt);
        if ((percent >= WorthCollecting || IsOverdue(now)) && (before < 0 || time.GetElapsedTime(before, now) >= BetweenCollections) && Interlocked.CompareExchange(ref _collectedAt, now, before) == before)
        {
            collect();
        }
    }

    private bool IsOverdue(long now)
    {
        var (count, counted) = (collections(), Interlocked.Read(ref _countedAt));
        if (counted >= 0 && count == Volatile.Read(ref _counted)) return time.GetElapsedTime(counted, now) >= LongestWithout;
        Volatile.Write(ref _counted, count);
        Interlocked.Exchange(ref _countedAt, now);
        return false;
    }
}
