using Gantry.Simulator.Dialects;
using Gantry.Simulator.Prompts;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Responses;

/// <summary>The <c>response</c> object, with every member of the request that OpenAI echoes.</summary>
internal static class ResponseObject
{
    /// <param name="turn">The exchange.</param>
    /// <param name="status"><c>in_progress</c>, <c>completed</c>, <c>incomplete</c>, <c>failed</c>, <c>queued</c> or <c>cancelled</c>.</param>
    /// <param name="items">The finished items, as JSON.</param>
    /// <param name="error">The error object as JSON.</param>
    public static string Write(Turn turn, string status, IReadOnlyList<string> items, string error = "null")
    {
        var request = turn.Prompt.Body;
        var ended = status is "completed" or "incomplete";
        var reasoning = request.Member("reasoning");
        var usage = ended && !turn.Answer.OmitUsage ? UsageObject.Write(turn.Answer.Usage) : "null";
        return $$"""
            {"id":"{{turn.AnswerId}}","object":"response","created_at":{{turn.Created}},"status":"{{status}}","background":{{request.Raw("background", "false")}},"completed_at":{{(status == "completed" ? turn.Created : "null")}},"error":{{error}},"incomplete_details":{{(status == "incomplete" ? "{\"reason\":\"max_output_tokens\"}" : "null")}},"instructions":{{request.Raw("instructions", "null")}},"max_output_tokens":{{request.Raw("max_output_tokens", "null")}},"max_tool_calls":{{request.Raw("max_tool_calls", "null")}},"model":{{Quote(turn.Prompt.Model)}},"output":[{{string.Join(',', items)}}],"parallel_tool_calls":{{request.Raw("parallel_tool_calls", "true")}},"previous_response_id":{{request.Raw("previous_response_id", "null")}},"prompt_cache_key":{{request.Raw("prompt_cache_key", "null")}},"reasoning":{"effort":{{reasoning.Raw("effort", "null")}},"summary":{{reasoning.Raw("summary", "null")}}},"safety_identifier":{{request.Raw("safety_identifier", "null")}},"service_tier":"{{(ended ? "default" : "auto")}}","store":{{request.Raw("store", "true")}},"temperature":{{request.Raw("temperature", "1.0")}},"text":{"format":{{request.Member("text").Raw("format", "{\"type\":\"text\"}")}},"verbosity":{{request.Member("text").Raw("verbosity", "\"medium\"")}}},"tool_choice":{{request.Raw("tool_choice", "\"auto\"")}},"tools":{{request.Raw("tools", "[]")}},"top_logprobs":{{request.Raw("top_logprobs", "0")}},"top_p":{{request.Raw("top_p", "1.0")}},"truncation":{{request.Raw("truncation", "\"disabled\"")}},"usage":{{usage}},"user":{{request.Raw("user", "null")}},"metadata":{{request.Raw("metadata", "{}")}}}
            """;
    }
}
