namespace Gantry.Protocols.Hub;

/// <summary>Reads and writes the words for the end of an answer, and settles what they mean in view of the answer.</summary>
public static class StopReasons
{
    /// <summary>The meaning of a word of the protocol; null for none (the answer goes on), <see cref="StopReason.Other"/> for an unknown one.</summary>
    /// <remarks>For Responses use <see cref="ReadStatus"/>.</remarks>
    public static StopReason? Read(Protocol spoken, string? word)
    {
        if (string.IsNullOrEmpty(word)) return null;
        return spoken switch
        {
            Protocol.Chat => Chat(word),
            Protocol.Messages => Messages(word),
            Protocol.Gemini => Gemini(word),
            Protocol.Converse => Converse(word),
            Protocol.Responses => ReadStatus(word, null),
            _ => throw new ArgumentOutOfRangeException(nameof(spoken)),
        };
    }

    /// <summary>The meaning of a status of Responses; null while the answer goes on. A failed or cancelled answer is <see cref="StopReason.Other"/>.</summary>
    public static StopReason? ReadStatus(string? status, string? incompleteReason) => (status, incompleteReason) switch
    {
        (null or "" or "in_progress" or "queued", _) => null,
        ("completed", _) => StopReason.EndTurn,
        ("incomplete", "content_filter") => StopReason.Refusal,
        ("incomplete", _) => StopReason.MaxTokens,
        _ => StopReason.Other,
    };

    /// <summary>The reason in view of what the answer held.</summary>
    /// <remarks>
    /// Calls make an end a tool turn and no calls make a tool turn an end: agents act on the word alone, and wait forever on a wrong one. A limit
    /// stays a limit while a call streams, because its arguments are torn. What failed without content is an error; with content complete and
    /// no known reason it is an end.
    /// </remarks>
    public static StopReasonVerdict Settle(StopReason reason, StopReasonFacts facts)
    {
        switch (reason)
        {
            case StopReason.MalformedToolCall:
                return new(reason, "upstream_malformed_function_call");
            case StopReason.Other when !facts.Content && !facts.ToolCalls && !facts.Refused:
                return new(reason, "upstream_no_answer");
            case StopReason.Other:
                return Settle(StopReason.EndTurn, facts);
            case StopReason.StopSequence when !facts.SequenceKnown:
                return Settle(StopReason.EndTurn, facts);
            case StopReason.EndTurn when facts.ToolCalls:
                return new(StopReason.ToolCalls);
            case StopReason.EndTurn when facts.Refused:
                return new(StopReason.Refusal);
            case StopReason.ToolCalls when !facts.ToolCalls:
                return Settle(StopReason.EndTurn, facts);
            default:
                return new(reason);
        }
    }

    /// <summary>The protocol's word. Chat has five that typed clients take; nothing else is ever written.</summary>
    /// <remarks>
    /// For Responses this is the status; use <see cref="WriteStatus"/>. A blocked prompt has no word in Gemini, which then sends no candidate. A pause
    /// or a compaction is not at its end: where it has no word it is told as a limit, never as done.
    /// </remarks>
    public static string Write(Protocol client, StopReason reason) => client switch
    {
        Protocol.Chat => reason switch
        {
            StopReason.MaxTokens or StopReason.ContextFull or StopReason.Pause or StopReason.Compaction => "length",
            StopReason.ToolCalls => "tool_calls",
            StopReason.Refusal or StopReason.Recitation or StopReason.PromptBlocked => "content_filter",
            _ => "stop",
        },
        Protocol.Messages => reason switch
        {
            StopReason.StopSequence => "stop_sequence",
            StopReason.MaxTokens => "max_tokens",
            StopReason.ContextFull => "model_context_window_exceeded",
            StopReason.ToolCalls => "tool_use",
            StopReason.Refusal or StopReason.Recitation or StopReason.PromptBlocked => "refusal",
            StopReason.Pause => "pause_turn",
            StopReason.Compaction => "compaction",
            _ => "end_turn",
        },
        Protocol.Gemini => reason switch
        {
            StopReason.MaxTokens or StopReason.ContextFull or StopReason.Pause or StopReason.Compaction => "MAX_TOKENS",
            StopReason.Refusal => "SAFETY",
            StopReason.Recitation => "RECITATION",
            StopReason.PromptBlocked => "PROHIBITED_CONTENT",
            StopReason.MalformedToolCall => "MALFORMED_FUNCTION_CALL",
            StopReason.Other => "OTHER",
            _ => "STOP",
        },
        Protocol.Converse => reason switch
        {
            StopReason.StopSequence => "stop_sequence",
            StopReason.MaxTokens or StopReason.Pause or StopReason.Compaction => "max_tokens",
            StopReason.ContextFull => "model_context_window_exceeded",
            StopReason.ToolCalls => "tool_use",
            StopReason.Refusal or StopReason.Recitation or StopReason.PromptBlocked => "content_filtered",
            StopReason.MalformedToolCall => "malformed_tool_use",
            _ => "end_turn",
        },
        Protocol.Responses => WriteStatus(reason).Status,
        _ => throw new ArgumentOutOfRangeException(nameof(client)),
    };

    /// <summary>The status of Responses and what explains it.</summary>
    public static StopReasonStatus WriteStatus(StopReason reason) => reason switch
    {
        StopReason.MaxTokens or StopReason.ContextFull or StopReason.Pause or StopReason.Compaction => new("incomplete", "max_output_tokens"),
        StopReason.Refusal or StopReason.Recitation => new("incomplete", "content_filter"),
        StopReason.PromptBlocked => new("failed", ErrorCode: "invalid_prompt"),
        StopReason.MalformedToolCall or StopReason.Other => new("failed", ErrorCode: "server_error"),
        _ => new("completed"),
    };

    private static StopReason Chat(string word) => word switch
    {
        "stop" or "eos" => StopReason.EndTurn,
        "length" => StopReason.MaxTokens,
        "tool_calls" or "function_call" => StopReason.ToolCalls,
        "content_filter" => StopReason.Refusal,
        // Mistral, OpenRouter.
        "model_length" => StopReason.ContextFull,
        _ => StopReason.Other,
    };

    private static StopReason Messages(string word) => word switch
    {
        "end_turn" => StopReason.EndTurn,
        "stop_sequence" => StopReason.StopSequence,
        "max_tokens" => StopReason.MaxTokens,
        "model_context_window_exceeded" => StopReason.ContextFull,
        "tool_use" => StopReason.ToolCalls,
        "refusal" => StopReason.Refusal,
        "pause_turn" => StopReason.Pause,
        "compaction" => StopReason.Compaction,
        _ => StopReason.Other,
    };

    // Older Vertex clients and servers write the number of the enum.
    private static StopReason Gemini(string word) => word switch
    {
        "STOP" or "1" => StopReason.EndTurn,
        "MAX_TOKENS" or "2" => StopReason.MaxTokens,
        "SAFETY" or "3" or "BLOCKLIST" or "6" or "PROHIBITED_CONTENT" or "7" or "SPII" or "8" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" => StopReason.Refusal,
        "RECITATION" or "4" or "IMAGE_RECITATION" => StopReason.Recitation,
        "MALFORMED_FUNCTION_CALL" or "9" or "UNEXPECTED_TOOL_CALL" or "TOO_MANY_TOOL_CALLS" => StopReason.MalformedToolCall,
        _ => StopReason.Other,
    };

    private static StopReason Converse(string word) => word switch
    {
        "end_turn" => StopReason.EndTurn,
        "stop_sequence" => StopReason.StopSequence,
        "max_tokens" => StopReason.MaxTokens,
        "model_context_window_exceeded" => StopReason.ContextFull,
        "tool_use" => StopReason.ToolCalls,
        "content_filtered" or "guardrail_intervened" => StopReason.Refusal,
        "malformed_tool_use" or "malformed_model_output" => StopReason.MalformedToolCall,
        _ => StopReason.Other,
    };
}
