namespace Gantry.Protocols.Tests;

/// <summary>What code allocates.</summary>
internal static class Allocated
{
    /// <summary>Bytes that one run allocates: the least of several runs, since a collection in between rounds the runtime's count up by kilobytes.</summary>
    public static long Least(Action action)
    {
        action();
        var least = long.MaxValue;
        for (var i = 0; i < 8; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
