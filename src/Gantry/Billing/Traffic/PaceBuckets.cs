using System.Numerics;

namespace Gantry.Billing.Traffic;

/// <summary>
/// Buckets of time for counts that are kept: each is an eighth of an octave of microseconds, from 1,024 on, so no bucket is wider than an eighth of
/// what is in it. Migration 0065 computes the same in SQL.
/// </summary>
internal static class PaceBuckets
{
    private const int FirstOctave = 10;
    private const int InOctave = 8;

    // 2^41 microseconds are 25 days.
    private const int LastOctave = 41;

    public static int Of(long micros)
    {
        var value = Math.Clamp(micros, 1L << FirstOctave, (1L << (LastOctave + 1)) - 1);
        var octave = BitOperations.Log2((ulong)value);
        var low = 1L << octave;
        return (octave - FirstOctave) * InOctave + (int)((value - low) * InOctave / low);
    }

    /// <summary>Where a bucket begins, in microseconds.</summary>
    public static long Low(int bucket)
    {
        var low = 1L << (bucket / InOctave + FirstOctave);
        return low + bucket % InOctave * (low / InOctave);
    }

    /// <summary>The time that a part of all requests did not exceed. Inside of its bucket, times are taken to be spread evenly.</summary>
    /// <param name="counts">How many are in which bucket.</param>
    /// <param name="share">The part, from 0 to 1: 0.5 for the median.</param>
    /// <returns>Microseconds; null where there are none.</returns>
    public static long? Percentile(IReadOnlyDictionary<int, long> counts, decimal share)
    {
        var all = counts.Values.Sum();
        if (all == 0) return null;
        var wanted = Math.Max(1m, share * all);
        var passed = 0L;
        foreach (var (bucket, count) in counts.Where(entry => entry.Value > 0).OrderBy(entry => entry.Key))
        {
            if (passed + count >= wanted) return Low(bucket) + (long)((Low(bucket + 1) - Low(bucket)) * ((wanted - passed) / count));
            passed += count;
        }

        throw new InvalidOperationException("The counts changed while they were added up.");
    }
}
