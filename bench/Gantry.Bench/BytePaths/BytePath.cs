namespace Gantry.Bench.BytePaths;

/// <summary>One thing that the gateway does to bytes on its hot path; named once, measured by benchmark and by check.</summary>
/// <param name="Name">Key in <c>bench/limits.json</c>.</param>
/// <param name="Rounds">How often the check runs it.</param>
/// <param name="Prepare">Makes the inputs, outside of what is measured.</param>
internal sealed record BytePath(string Name, int Rounds, Func<BytePathRun> Prepare)
{
    public static IReadOnlyList<BytePath> All { get; } =
        [.. RequestPaths.All, .. TranslationPaths.All, .. TranslatedStreams.All, .. StreamPaths.All, .. JournalPaths.All, .. BillingPaths.All, .. LimitPaths.All, .. ServedPaths.All];

    /// <summary>What is taken off before the limit applies: the same work without the part that the limit is about, such as a stream half as long.
    /// Null where the limit is about all of it.</summary>
    public Func<BytePathRun>? Beside { get; init; }

    /// <summary>Counts what all threads allocate: the work goes on in others.</summary>
    public bool OfProcess { get; init; }
}
