using Usage = Gantry.Protocols.Hub.Usage;

namespace Gantry.Simulator.Chat;

/// <summary>Chat's convention: cache and reasoning are parts of the totals.</summary>
internal static class UsageObject
{
    public static string Write(Usage usage)
    {
        var writes = usage.CacheWrite5m + usage.CacheWrite1h;
        var cacheWrite = writes > 0 ? $",\"cache_write_tokens\":{writes}" : "";
        return $$$"""
            {"prompt_tokens":{{{usage.TotalInput}}},"completion_tokens":{{{usage.TotalOutput}}},"total_tokens":{{{usage.TotalInput + usage.TotalOutput}}},"prompt_tokens_details":{"cached_tokens":{{{usage.CacheRead}}},"audio_tokens":{{{usage.AudioInput}}}{{{cacheWrite}}}},"completion_tokens_details":{"reasoning_tokens":{{{usage.Reasoning}}},"audio_tokens":{{{usage.AudioOutput}}},"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}
            """;
    }
}
