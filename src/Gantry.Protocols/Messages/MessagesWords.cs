using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Messages;

/// <summary>Words of the dialect and what they mean in the hub.</summary>
internal static class MessagesWords
{
    private static readonly string[] Members =
    [
        "type", "text", "cache_control", "role", "content", "id", "name", "input", "tool_use_id", "is_error", "thinking", "signature", "data",
        "source", "media_type", "url", "file_id", "citations", "title", "caller", "model", "messages", "system", "max_tokens", "stream",
        "temperature", "top_p", "top_k", "stop_sequences", "tools", "tool_choice", "metadata", "service_tier", "output_config", "output_format",
        "context_management", "description", "input_schema", "strict", "defer_loading", "eager_input_streaming", "usage", "stop_reason",
        "stop_sequence",
    ];

    /// <summary>The member's name without a new string; null for one that is not known.</summary>
    public static string? Intern(ref Utf8JsonReader name)
    {
        if (name.ValueIsEscaped) return null;
        var text = name.ValueSpan;
        foreach (string member in Members)
        {
            if (member.Length == text.Length && name.ValueTextEquals(member)) return member;
        }

        return null;
    }

    public static StopReason Stop(ReadOnlySpan<byte> text) => text switch
    {
        _ when text.SequenceEqual("end_turn"u8) => StopReason.EndTurn,
        _ when text.SequenceEqual("tool_use"u8) => StopReason.ToolCalls,
        _ when text.SequenceEqual("max_tokens"u8) => StopReason.MaxTokens,
        _ when text.SequenceEqual("stop_sequence"u8) => StopReason.StopSequence,
        _ when text.SequenceEqual("refusal"u8) => StopReason.Refusal,
        _ when text.SequenceEqual("pause_turn"u8) => StopReason.Pause,
        _ when text.SequenceEqual("model_context_window_exceeded"u8) => StopReason.ContextFull,
        _ when text.SequenceEqual("compaction"u8) => StopReason.Compaction,
        _ => StopReason.Other,
    };

    /// <param name="stop">Why the answer ended.</param>
    /// <param name="hasSequence">The sequence that was met is known: without it the dialect has no word for having met one.</param>
    public static ReadOnlySpan<byte> Stop(StopReason stop, bool hasSequence) => stop switch
    {
        StopReason.ToolCalls => "tool_use"u8,
        StopReason.MaxTokens => "max_tokens"u8,
        StopReason.StopSequence when hasSequence => "stop_sequence"u8,
        StopReason.Refusal or StopReason.Recitation => "refusal"u8,
        StopReason.Pause => "pause_turn"u8,
        StopReason.ContextFull => "model_context_window_exceeded"u8,
        StopReason.Compaction => "compaction"u8,
        _ => "end_turn"u8,
    };

    /// <summary>What an upstream's own error means to somebody behind the gateway: its trouble with our key is not the client's.</summary>
    public static ErrorKind Error(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("overloaded_error"u8) => ErrorKind.Overloaded,
        _ when type.SequenceEqual("rate_limit_error"u8) => ErrorKind.RateLimited,
        _ when type.SequenceEqual("timeout_error"u8) => ErrorKind.Timeout,
        _ when type.SequenceEqual("invalid_request_error"u8) => ErrorKind.InvalidRequest,
        _ when type.SequenceEqual("request_too_large"u8) => ErrorKind.TooLarge,
        _ => ErrorKind.BadUpstream,
    };
}
