using Gantry.Bench.BytePaths;

namespace Gantry.Bench;

/// <summary>Measures what a path allocates for each operation.</summary>
internal static class AllocationFigure
{
    private const int Batches = 11;
    private const int WarmUp = 50;

    /// <summary>Bytes an operation: the median of some batches, so that what grows once is in one of them alone.</summary>
    public static long Of(BytePath path)
    {
        using var run = path.Prepare();
        using var beside = path.Beside?.Invoke();
        for (int round = 0; round < WarmUp; round++)
        {
            run.Once();
            beside?.Once();
        }

        run.Settle?.Invoke();
        beside?.Settle?.Invoke();
        int rounds = Math.Max(1, path.Rounds / Batches);
        long[] batches = new long[Batches];
        for (int batch = 0; batch < Batches; batch++) batches[batch] = Measure(run, rounds, path.OfProcess) - (beside is null ? 0 : Measure(beside, rounds, path.OfProcess));
        Array.Sort(batches);
        return batches[Batches / 2];
    }

    private static long Measure(BytePathRun run, int rounds, bool ofProcess)
    {
        long before = Allocated(ofProcess);
        for (int round = 0; round < rounds; round++) run.Once();
        run.Settle?.Invoke();
        return (Allocated(ofProcess) - before) / rounds;
    }

    private static long Allocated(bool ofProcess) => ofProcess ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();
}
