using Usage = Gantry.Protocols.Hub.Usage;

namespace Gantry.Simulator.Converse;

/// <summary>Bedrock's convention: <c>inputTokens</c> excludes the cache, <c>totalTokens</c> includes it; reasoning is not told apart.</summary>
internal static class UsageObject
{
    public static string Write(Usage usage)
    {
        var writes = usage.CacheWrite5m + usage.CacheWrite1h;
        var cache = usage.CacheRead + writes == 0 ? "" :
            $",\"cacheReadInputTokenCount\":{usage.CacheRead},\"cacheReadInputTokens\":{usage.CacheRead}" +
            $",\"cacheWriteInputTokenCount\":{writes},\"cacheWriteInputTokens\":{writes}";
        var input = usage.TotalInput - usage.CacheRead - writes;
        return $$"""{{{Details(usage)}}"inputTokens":{{input}},"outputTokens":{{usage.TotalOutput}}{{cache}},"serverToolUsage":{},"totalTokens":{{usage.TotalInput + usage.TotalOutput}}}""";
    }

    private static string Details(Usage usage)
    {
        var details = ((string Ttl, long Count)[])[("5m", usage.CacheWrite5m), ("1h", usage.CacheWrite1h)];
        var written = string.Join(',', details.Where(detail => detail.Count > 0).Select(detail => $"{{\"inputTokens\":{detail.Count},\"ttl\":\"{detail.Ttl}\"}}"));
        return written.Length == 0 ? "" : $"\"cacheDetails\":[{written}],";
    }
}
