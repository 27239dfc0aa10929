using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Strictness;

/// <summary>What OpenAI's Chat Completions refuses.</summary>
internal static partial class ChatRules
{
    private const int LongestId = 40;

    public static void Check(JsonElement body)
    {
        StrictRules.Known(
            body, "",
            "model", "messages", "stream", "stream_options", "tools", "tool_choice", "parallel_tool_calls", "temperature", "top_p", "n", "stop", "max_tokens",
            "max_completion_tokens", "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "user", "safety_identifier", "seed",
            "response_format", "reasoning_effort", "verbosity", "metadata", "store", "service_tier", "prompt_cache_key", "prompt_cache_retention",
            "prompt_cache_options", "modalities", "audio", "prediction", "web_search_options", "functions", "function_call", "moderation");
        var tools = body.Items("tools").ToList();
        StrictRules.Demand(body.Member("tools").ValueKind != JsonValueKind.Array || tools.Count > 0, "Invalid 'tools': empty array.", "tools");
        StrictRules.Demand(tools.Count > 0 || body.Member("parallel_tool_calls").ValueKind == JsonValueKind.Undefined, "'parallel_tool_calls' is only allowed when 'tools' are specified.", "parallel_tool_calls");
        foreach (var tool in tools) Tool(tool);
        Messages(body.Items("messages").ToList());
    }

    private static void Tool(JsonElement tool)
    {
        StrictRules.Known(tool, "tools.", "type", "function", "custom");
        var function = tool.Member("function");
        StrictRules.Known(function, "tools.function.", "name", "description", "parameters", "strict");
        StrictRules.Matches(function.Text("name") ?? tool.Member("custom").Text("name"), Name(), "tools.name");
        var parameters = function.Member("parameters");
        StrictRules.Demand(
            parameters.ValueKind != JsonValueKind.Object || parameters.Text("type") != "object" || parameters.Member("properties").ValueKind == JsonValueKind.Object,
            "Invalid schema for function: object schema missing properties.", "tools");
    }

    private static void Messages(List<JsonElement> messages)
    {
        List<string>? waiting = null;
        List<string> answered = [];
        foreach (var message in messages)
        {
            var role = message.Text("role");
            StrictRules.Demand(role is "system" or "developer" or "user" or "assistant" or "tool", $"Invalid role '{role}'.", "messages");
            StrictRules.Known(
                message, "messages.",
                role is "assistant"
                    ? ["role", "content", "tool_calls", "refusal", "name", "audio", "function_call", "annotations", "reasoning_content", "reasoning_details"]
                    : role is "tool" ? ["role", "content", "tool_call_id"] : ["role", "content", "name"]);
            if (role == "tool")
            {
                StrictRules.Demand(waiting is not null, "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.", "messages");
                StrictRules.Demand(
                    message.Member("content").ValueKind == JsonValueKind.String || message.Items("content").All(part => part.Text("type") == "text"),
                    "tool messages hold text only.", "messages");
                answered.Add(message.Text("tool_call_id") ?? "");
                continue;
            }

            if (waiting is not null) StrictRules.Answered(waiting, answered, "messages");
            waiting = null;
            answered = [];
            if (role == "assistant") waiting = Calls(message);
            else StrictRules.Demand(message.Member("content").ValueKind is JsonValueKind.String or JsonValueKind.Array, $"{role} message without content.", "messages");
        }

        if (waiting is not null) StrictRules.Answered(waiting, answered, "messages");
    }

    private static List<string>? Calls(JsonElement message)
    {
        var calls = message.Items("tool_calls").ToList();
        StrictRules.Demand(calls.Count > 0 || message.Member("content").ValueKind is JsonValueKind.String or JsonValueKind.Array, "assistant message without content.", "messages");
        foreach (var call in calls)
        {
            var id = call.Text("id") ?? "";
            StrictRules.Demand(id.Length is > 0 and <= LongestId, $"Invalid 'tool_calls.id': string too long. Expected a string with maximum length {LongestId}.", "messages");
            StrictRules.Matches(call.Member("function").Text("name") ?? call.Member("custom").Text("name"), Name(), "tool_calls.name");
            StrictRules.Demand(call.Text("type") != "function" || call.Member("function").Text("arguments") is not null, "arguments must be a string", "messages");
        }

        return calls.Count == 0 ? null : [.. calls.Select(call => call.Text("id")!)];
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
