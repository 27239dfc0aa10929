using System.Diagnostics.Metrics;

namespace Gantry.Observe;

/// <summary>The buckets of histograms, for every exporter alike.</summary>
internal static class HistogramBounds
{
    /// <summary>From a cached word to a long answer with thoughts.</summary>
    public static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640] };

    /// <summary>Of what happens inside of the machine.</summary>
    public static readonly InstrumentAdvice<double> Quick = new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };

    /// <summary>Those of the conventions.</summary>
    public static readonly InstrumentAdvice<long> Tokens = new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304] };
}
