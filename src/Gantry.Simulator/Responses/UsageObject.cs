using Usage = Gantry.Protocols.Hub.Usage;

namespace Gantry.Simulator.Responses;

/// <summary>The same convention as Chat under other names; both details are always there.</summary>
internal static class UsageObject
{
    public static string Write(Usage usage)
    {
        var writes = usage.CacheWrite5m + usage.CacheWrite1h;
        return $$"""
            {"input_tokens":{{usage.TotalInput}},"input_tokens_details":{"cached_tokens":{{usage.CacheRead}}{{(writes > 0 ? $",\"cache_write_tokens\":{writes}" : "")}}},"output_tokens":{{usage.TotalOutput}},"output_tokens_details":{"reasoning_tokens":{{usage.Reasoning}}},"total_tokens":{{usage.TotalInput + usage.TotalOutput}}}
            """;
    }
}
