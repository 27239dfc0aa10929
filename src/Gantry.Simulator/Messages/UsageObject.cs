using Usage = Gantry.Protocols.Hub.Usage;

namespace Gantry.Simulator.Messages;

/// <summary>Anthropic's convention: <c>input_tokens</c> excludes cache reads and writes; output includes thinking.</summary>
internal static class UsageObject
{
    public static string Whole(Usage usage, long output) => $$"""
        {{{Input(usage)}},"cache_creation":{"ephemeral_5m_input_tokens":{{usage.CacheWrite5m}},"ephemeral_1h_input_tokens":{{usage.CacheWrite1h}}},"output_tokens":{{output}}{{Thinking(usage)}},"service_tier":"standard"}
        """;

    /// <summary>The cumulative usage of <c>message_delta</c>.</summary>
    public static string Delta(Usage usage) => $$"""{{{Input(usage)}},"output_tokens":{{usage.TotalOutput}}{{Thinking(usage)}}}""";

    private static string Input(Usage usage) =>
        $"\"input_tokens\":{usage.UncachedInput + usage.ImageInput + usage.AudioInput},\"cache_creation_input_tokens\":{usage.CacheWrite5m + usage.CacheWrite1h}," +
        $"\"cache_read_input_tokens\":{usage.CacheRead}";

    private static string Thinking(Usage usage) => usage.Reasoning > 0 ? $",\"output_tokens_details\":{{\"thinking_tokens\":{usage.Reasoning}}}" : "";
}
