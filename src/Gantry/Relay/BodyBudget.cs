namespace Gantry.Relay;

/// <summary>How much memory the bodies of all requests together may take. What is beyond it is told to come again: a process that runs out of memory serves nobody (reliability S-34).</summary>
/// <param name="limit">In bytes.</param>
internal sealed class BodyBudget(long limit)
{
    private long _taken;

    /// <summary>A quarter of what the process may use: of its container's limit where there is one.</summary>
    public static BodyBudget OfProcess() => new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    public long Limit => limit;

    /// <summary>What bodies take now, in bytes.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Sets memory aside. False where there is none left.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void Give(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
