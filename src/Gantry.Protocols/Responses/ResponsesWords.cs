using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Words of the dialect and what they mean in the hub.</summary>
internal static class ResponsesWords
{
    private static readonly NameTable Members = new(
    [
        "type", "role", "content", "text", "id", "status", "phase", "call_id", "name", "namespace", "arguments", "input", "output",
        "summary", "encrypted_content", "annotations", "logprobs", "image_url", "detail", "file_id", "file_data", "file_url", "filename",
        "input_audio", "refusal", "description", "parameters", "strict", "format", "tools", "defer_loading", "prompt_cache_breakpoint",
    ]);

    /// <summary>The member's name without a new string; null for one that is not known.</summary>
    public static string? Intern(in ChatCursor name) => Members.Find(name.Text().Escaped);

    private static readonly NameTable Types = new(["message", "function_call", "function_call_output", "reasoning", "custom_tool_call", "input_text", "output_text", "function"]);

    /// <summary>The type of an item or part, without a new string for those that requests are full of.</summary>
    public static string Type(JsonText word) => Types.Find(word.Escaped) ?? word.ToString();

    /// <summary>Whether a type is that of a part in a message, and not of an item.</summary>
    public static bool IsContentType(string type) => type.Length == 0 || type.StartsWith("input_", StringComparison.Ordinal)
        || type.StartsWith("output_", StringComparison.Ordinal) || type is "text" or "refusal" or "summary_text" or "reasoning_text";

    /// <param name="status">Of the response; null where it has none.</param>
    /// <param name="reason">Why it is incomplete.</param>
    /// <param name="hasCalls">The client has tools to run.</param>
    /// <param name="hasRefusal">The model refused in its own words.</param>
    public static StopReason Stop(string? status, string? reason, bool hasCalls, bool hasRefusal) => (status, reason) switch
    {
        ("incomplete", "max_output_tokens" or "max_tokens") => StopReason.MaxTokens,
        ("incomplete", "content_filter") => StopReason.Refusal,
        ("incomplete" or "cancelled", _) => StopReason.Other,
        ("queued" or "in_progress", _) => StopReason.Pause,
        _ when hasCalls => StopReason.ToolCalls,
        _ when hasRefusal => StopReason.Refusal,
        _ => StopReason.EndTurn,
    };

    /// <summary>Why a response is incomplete; null for one that is complete. The model's own refusal is a complete answer; what is not at its end is
    /// none.</summary>
    public static string? Incomplete(StopReason stop, bool hasRefusal) => stop switch
    {
        StopReason.MaxTokens or StopReason.ContextFull or StopReason.Pause or StopReason.Compaction => "max_output_tokens",
        StopReason.Recitation => "content_filter",
        StopReason.Refusal when !hasRefusal => "content_filter",
        _ => null,
    };

    /// <summary>The status of a response that has ended.</summary>
    public static string Status(string? incomplete, GatewayError? failure) => failure is not null ? "failed" : incomplete is null ? "completed" : "incomplete";

    /// <summary>What a response failed with though its upstream did not: a prompt that is refused has no answer. Null for any other end.</summary>
    /// <param name="stop">Why the answer ended.</param>
    /// <param name="detail">The provider's words for it.</param>
    public static GatewayError? Failure(StopReason stop, JsonText? detail) => stop != StopReason.PromptBlocked
        ? null
        : new GatewayError(
            ErrorKind.ContentPolicy, ErrorOrigin.Upstream, detail is { IsEmpty: false } words ? words.ToString() : "The provider refused the prompt by its policy; there is no answer.");

    /// <summary>What an upstream's own code means to somebody behind the gateway: its trouble with our key is not the client's.</summary>
    public static ErrorKind Error(string? code) => code switch
    {
        "rate_limit_exceeded" => ErrorKind.RateLimited,
        "server_is_overloaded" or "slow_down" => ErrorKind.Overloaded,
        "context_length_exceeded" or "invalid_prompt" or "invalid_request" => ErrorKind.InvalidRequest,
        _ => ErrorKind.BadUpstream,
    };
}
