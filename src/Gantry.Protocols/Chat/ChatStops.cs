using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Why an answer ended, from and to <c>finish_reason</c>.</summary>
internal static class ChatStops
{
    /// <summary>What the word means in an answer with or without calls: the calls decide, whatever an imitator says beside them. The word is
    /// null or empty where the upstream said nothing but that it is done.</summary>
    public static StopReason Read(JsonText? word, bool hasCalls, bool hasRefusal) => word?.ToString() switch
    {
        "length" => StopReason.MaxTokens,
        "model_length" => StopReason.ContextFull,   // Mistral
        "content_filter" => StopReason.Refusal,
        "error" => StopReason.Other,
        _ when hasCalls => StopReason.ToolCalls,
        _ when hasRefusal => StopReason.Refusal,
        "stop_sequence" => StopReason.StopSequence,
        null or "" or "stop" or "eos" or "end_turn" or "tool_calls" or "function_call" => StopReason.EndTurn,
        _ => StopReason.Other,
    };

    /// <summary>One of OpenAI's own words: typed clients know no other. Beside the model's own refusal it is <c>stop</c>: OpenAI's SDKs raise
    /// on <c>content_filter</c>. What is not at its end is a limit, never done.</summary>
    public static ReadOnlySpan<byte> Write(StopReason reason, bool hasCalls, bool hasRefusal, bool legacy) => reason switch
    {
        StopReason.MaxTokens or StopReason.ContextFull or StopReason.Pause or StopReason.Compaction => "length"u8,
        StopReason.Recitation => "content_filter"u8,
        StopReason.Refusal or StopReason.PromptBlocked when !hasRefusal => "content_filter"u8,
        _ when hasCalls => legacy ? "function_call"u8 : "tool_calls"u8,
        _ => "stop"u8,
    };
}
