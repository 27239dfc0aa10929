using System.Numerics;

namespace Gantry.Bench.Wire;

/// <summary>Counts of durations in nanoseconds; what it tells is at most 1.6 % above what was counted. Never allocates.</summary>
internal sealed class Histogram
{
    // Each doubling has 64 steps.
    private const int StepBits = 6;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[(64 - StepBits) * Steps];

    public long Count { get; private set; }

    public void Reset()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    public void Add(long nanoseconds)
    {
        _counts[Index(Math.Max(0, nanoseconds))]++;
        Count++;
    }

    /// <summary>What a share of the counted does not exceed, in nanoseconds; NaN where nothing was counted.</summary>
    public double Percentile(double share)
    {
        if (Count == 0) return double.NaN;
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count)), seen = 0;
        int at = 0;
        while ((seen += _counts[at]) < rank) at++;
        return Upper(at);
    }

    private static int Index(long value)
    {
        if (value < Steps) return (int)value;
        int shift = BitOperations.Log2((ulong)value) - StepBits;
        return (shift << StepBits) + (int)(value >> shift);
    }

    private static double Upper(int index)
    {
        if (index < 2 * Steps) return index;
        int shift = (index >> StepBits) - 1;
        return ((long)(index - (shift << StepBits)) + 1 << shift) - 1;
    }
}
