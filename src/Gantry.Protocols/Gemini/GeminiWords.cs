using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Gemini;

/// <summary>The closed words of generateContent and what they mean in the hub.</summary>
internal static class GeminiWords
{
    /// <summary>What the extras of the calling configuration are named with.</summary>
    public const string CallingConfig = "toolConfig.functionCallingConfig.";

    /// <summary>A finish reason; old Vertex SDKs wrote its number. Calls are what the reader has to look for itself: they end with STOP.</summary>
    public static StopReason Stop(string reason) => reason switch
    {
        "STOP" or "1" => StopReason.EndTurn,
        "MAX_TOKENS" or "2" => StopReason.MaxTokens,
        "SAFETY" or "3" or "BLOCKLIST" or "6" or "PROHIBITED_CONTENT" or "7" or "SPII" or "8" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT"
            or "MODEL_ARMOR" => StopReason.Refusal,
        "RECITATION" or "4" or "IMAGE_RECITATION" => StopReason.Recitation,
        "MALFORMED_FUNCTION_CALL" or "9" or "UNEXPECTED_TOOL_CALL" or "TOO_MANY_TOOL_CALLS" => StopReason.MalformedToolCall,
        _ => StopReason.Other,
    };

    public static ReadOnlySpan<byte> FinishReason(StopReason reason) => reason switch
    {
        StopReason.EndTurn or StopReason.StopSequence or StopReason.ToolCalls => "STOP"u8,
        // What is not at its end is a limit, never done.
        StopReason.MaxTokens or StopReason.ContextFull or StopReason.Pause or StopReason.Compaction => "MAX_TOKENS"u8,
        StopReason.Refusal => "SAFETY"u8,
        StopReason.PromptBlocked => "PROHIBITED_CONTENT"u8,
        StopReason.Recitation => "RECITATION"u8,
        StopReason.MalformedToolCall => "MALFORMED_FUNCTION_CALL"u8,
        _ => "OTHER"u8,
    };

    /// <summary>An error that the upstream tells inside a stream, by its HTTP status.</summary>
    public static ErrorKind Kind(long status) => status switch
    {
        400 => ErrorKind.InvalidRequest,
        401 => ErrorKind.InvalidKey,
        403 => ErrorKind.Forbidden,
        404 => ErrorKind.ModelNotFound,
        429 => ErrorKind.RateLimited,
        503 => ErrorKind.Overloaded,
        504 => ErrorKind.Timeout,
        _ => ErrorKind.BadUpstream,
    };
}
