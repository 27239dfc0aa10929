using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Clients.Tests.Translation;

/// <summary>What an SDK has to show for the end of an answer (reference: table of stop reasons), with what explains it where the protocol has that.</summary>
internal static class AnswerStop
{
    public static string Expected(Protocol client, ChatAnswer said)
    {
        bool calls = said.Parts.OfType<ToolCallPart>().Any();
        bool refused = said.Parts.OfType<RefusalPart>().Any();
        var meaning = said.StopReason switch
        {
            StopReason.StopSequence when said.StopSequence is null or { IsEmpty: true } => StopReason.EndTurn,
            StopReason.ToolCalls when !calls => StopReason.EndTurn,
            StopReason.Other => StopReason.EndTurn,
            var other => other,
        };
        if (meaning == StopReason.EndTurn) meaning = calls ? StopReason.ToolCalls : refused ? StopReason.Refusal : meaning;
        return client switch
        {
            // The model's own words of refusal are a complete answer there: OpenAI's SDKs raise on a filter.
            Protocol.Chat when refused && meaning == StopReason.Refusal => "stop",
            Protocol.Responses when refused && meaning == StopReason.Refusal => "completed",
            Protocol.Chat => Chat(meaning),
            Protocol.Responses => Responses(meaning),
            Protocol.Messages => Messages(meaning),
            _ => Gemini(meaning),
        };
    }

    /// <summary>The word that the SDK shows, in the form of <see cref="Expected"/>.</summary>
    public static string Shown(Protocol client, SdkReading reading) => client switch
    {
        Protocol.Responses when reading.Text("detail").Length > 0 => $"{reading.Text("stop")} {reading.Text("detail")}",
        Protocol.Gemini when reading.Text("detail").Length > 0 => $"blocked {reading.Text("detail")}",
        _ => reading.Text("stop"),
    };

    private static string Chat(StopReason meaning) => meaning switch
    {
        StopReason.MaxTokens or StopReason.ContextFull or StopReason.Pause or StopReason.Compaction => "length",
        StopReason.ToolCalls => "tool_calls",
        StopReason.Refusal or StopReason.Recitation or StopReason.PromptBlocked => "content_filter",
        _ => "stop",
    };

    private static string Responses(StopReason meaning) => meaning switch
    {
        StopReason.MaxTokens or StopReason.ContextFull or StopReason.Pause or StopReason.Compaction => "incomplete max_output_tokens",
        StopReason.Refusal or StopReason.Recitation => "incomplete content_filter",
        StopReason.PromptBlocked => "failed invalid_prompt",
        _ => "completed",
    };

    private static string Messages(StopReason meaning) => meaning switch
    {
        StopReason.StopSequence => "stop_sequence",
        StopReason.MaxTokens => "max_tokens",
        StopReason.ContextFull => "model_context_window_exceeded",
        StopReason.ToolCalls => "tool_use",
        StopReason.Refusal or StopReason.Recitation or StopReason.PromptBlocked => "refusal",
        StopReason.Pause => "pause_turn",
        StopReason.Compaction => "compaction",
        _ => "end_turn",
    };

    private static string Gemini(StopReason meaning) => meaning switch
    {
        StopReason.MaxTokens or StopReason.ContextFull or StopReason.Pause or StopReason.Compaction => "MAX_TOKENS",
        StopReason.Refusal => "SAFETY",
        StopReason.Recitation => "RECITATION",
        StopReason.PromptBlocked => "blocked PROHIBITED_CONTENT",
        _ => "STOP",
    };
}
