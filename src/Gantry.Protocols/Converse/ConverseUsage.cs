using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Converse;

/// <summary>The usage object of Converse: <c>inputTokens</c> excludes what was read from and written to the cache.</summary>
internal sealed class ConverseUsage() : TokenCounts(Shape, Members)
{
    private const int Input = 0, Output = 1, CacheReads = 2, Written = 3, Detail = 4, Members = 5;

    private const int Limit = 64;

    private static readonly JsonShape Shape = new JsonShape()
        .Want("inputTokens", Input, Limit)
        .Want("outputTokens", Output, Limit)
        .Want("cacheReadInputTokens", CacheReads, Limit)
        .Want("cacheWriteInputTokens", Written, Limit)
        .Want("cacheDetails/*", Detail, 512);

    private long _oneHour;
    private long _detailed;

    /// <summary>Reads one usage object; null where it has none of the known counts.</summary>
    public Usage? Read(ReadOnlySpan<byte> json, MeterQuirks quirks)
    {
        Clear();
        Clamped = false;
        _oneHour = _detailed = 0;
        Scan(json);
        if (!Any) return null;
        long written = Has(Written) ? this[Written] : _detailed;
        if (_detailed == 0 && quirks.HasFlag(MeterQuirks.CacheWritesAreOneHour)) _oneHour = written;
        long oneHour = Within(_oneHour, written);
        return new Usage
        {
            UncachedInput = this[Input],
            CacheRead = this[CacheReads],
            CacheWrite5m = written - oneHour,
            CacheWrite1h = oneHour,
            Output = this[Output],
        };
    }

    protected override void Element(int id, ReadOnlySpan<byte> json)
    {
        if (!LabelledCount.TryRead(json, "ttl"u8, "inputTokens"u8, out var lifetime, out var raw) || !TryCount(raw, out long count)) return;
        _detailed += count;
        if (lifetime.SequenceEqual("1h"u8)) _oneHour += count;
    }
}
