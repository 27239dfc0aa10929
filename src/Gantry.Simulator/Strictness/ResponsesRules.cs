using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Protocols;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Strictness;

/// <summary>What OpenAI's Responses refuses.</summary>
internal static partial class ResponsesRules
{
    private const int LongestId = 64;

    public static void Check(JsonElement body)
    {
        StrictRules.Known(
            body, "",
            "model", "input", "instructions", "stream", "stream_options", "tools", "tool_choice", "parallel_tool_calls", "temperature", "top_p", "top_logprobs",
            "max_output_tokens", "max_tool_calls", "reasoning", "text", "metadata", "store", "service_tier", "user", "safety_identifier", "prompt_cache_key",
            "prompt_cache_retention", "prompt_cache_options", "previous_response_id", "conversation", "include", "truncation", "background", "prompt",
            "context_management", "moderation", "client_metadata");
        foreach (var tool in body.Items("tools")) Tool(tool);
        Input(body.Items("input").ToList(), hasPast: body.Text("previous_response_id") is not null);
    }

    private static void Tool(JsonElement tool)
    {
        if (tool.Text("type") is not ("function" or "custom")) return;
        StrictRules.Known(
            tool, "tools.",
            "type", "name", "description", "parameters", "strict", "format", "defer_loading", "output_schema", "allowed_callers");
        StrictRules.Matches(tool.Text("name"), Name(), "tools.name");
    }

    private static void Input(List<JsonElement> items, bool hasPast)
    {
        var calls = new List<string>();
        var results = new List<string>();
        for (var at = 0; at < items.Count; at++)
        {
            var item = items[at];
            var type = item.Text("type") ?? "message";
            StrictRules.Demand((item.Text("id") ?? "").Length <= LongestId, $"Invalid 'input[{at}].id': string too long.", "input");
            if (type is "function_call" or "custom_tool_call")
            {
                var id = item.Text("call_id") ?? "";
                StrictRules.Demand(id.Length is > 0 and <= LongestId, $"Invalid 'input[{at}].call_id': string too long.", "input");
                StrictRules.Demand(item.Text("id") is not { } own || own.StartsWith("fc", StringComparison.Ordinal) || own.StartsWith("ctc", StringComparison.Ordinal), $"Invalid 'input[{at}].id': expected an ID that begins with 'fc'.", "input");
                StrictRules.Matches(item.Text("name"), Name(), "input.name");
                calls.Add(id);
            }
            else if (type is "function_call_output" or "custom_tool_call_output")
            {
                var id = item.Text("call_id") ?? "";
                StrictRules.Demand(hasPast || calls.Contains(id), $"No tool call found for function call output with call_id {id}.", "input");
                results.Add(id);
            }
            else if (type == "reasoning")
            {
                StrictRules.Demand(
                    Seals.IsOwn(item.Text("encrypted_content"), Protocol.Responses) || (item.Text("encrypted_content") is null && item.Text("id") is not null),
                    "The encrypted content could not be verified.", "input");
                StrictRules.Demand(at + 1 < items.Count && IsOfTheModel(items[at + 1]), $"Item '{item.Text("id")}' of type 'reasoning' was provided without its required following item.", "input");
            }
        }

        StrictRules.Demand(calls.All(results.Contains), $"No tool output found for function call {calls.Find(call => !results.Contains(call))}.", "input");
    }

    private static bool IsOfTheModel(JsonElement item) =>
        item.Text("type") is "function_call" or "custom_tool_call" or "reasoning" || item.Text("role") == "assistant" || (item.Text("type") ?? "").EndsWith("_call", StringComparison.Ordinal);

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
