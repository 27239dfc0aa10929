namespace Gantry.Bench;

/// <summary>What paths may not allocate whatever was measured and written down before: promises that stand elsewhere.</summary>
internal static class AllocationBars
{
    // The first that fits holds. Half a megabyte of request is translated in 64 KB; a thousand further events of a stream cost four bytes each,
    // and twelve where a call comes whole and is unpacked; billing takes two kilobytes of a request.
    private static readonly (string Prefix, long Bytes)[] All =
    [
        ("translate/", 65_000),
        ("stream-1000-more-arguments/gemini-", 12_000),
        ("stream-1000-more", 4_000),
        ("billing/", 2_048),
    ];

    public static long Of(string path) => Array.Find(All, bar => path.StartsWith(bar.Prefix, StringComparison.Ordinal)) is { Bytes: > 0 } bar ? bar.Bytes : long.MaxValue;
}
