using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Protocols;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Strictness;

/// <summary>What Anthropic's Messages refuses.</summary>
internal static partial class MessagesRules
{
    private const int MostMarks = 4;
    private const int LeastBudget = 1024;

    public static void Check(JsonElement body)
    {
        StrictRules.Known(
            body, "",
            "model", "max_tokens", "messages", "system", "stream", "temperature", "top_p", "top_k", "stop_sequences", "tools", "tool_choice", "metadata",
            "service_tier", "thinking", "output_config", "cache_control", "container", "context_management", "mcp_servers", "inference_geo", "speed", "betas",
            "diagnostics", "fallbacks", "output_format",
            // InvokeModel only, which has a list of its own besides.
            "anthropic_version", "anthropic_beta");
        Thinking(body);
        foreach (var tool in body.Items("tools")) Tool(tool);
        var text = body.GetRawText();
        StrictRules.Demand(text.Split("\"cache_control\"").Length - 1 <= MostMarks, "A maximum of 4 blocks with cache_control may be provided.");
        foreach (var block in body.Items("system")) Text(block, "system");
        Messages(body.Items("messages").ToList(), body);
    }

    private static void Thinking(JsonElement body)
    {
        var thinking = body.Member("thinking");
        StrictRules.Known(thinking, "thinking.", "type", "budget_tokens", "display");
        var budget = thinking.Number("budget_tokens");
        StrictRules.Demand(thinking.Text("type") != "enabled" || budget is >= LeastBudget, "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        StrictRules.Demand(budget is null || budget < body.Number("max_tokens"), "`max_tokens` must be greater than `thinking.budget_tokens`.");
        StrictRules.Demand(
            thinking.Text("type") != "enabled" || body.Member("tool_choice").Text("type") is not ("any" or "tool"),
            "Thinking may not be enabled when tool_choice forces tool use.");
    }

    private static void Tool(JsonElement tool)
    {
        StrictRules.Matches(tool.Text("name"), Name(), "tools.name");
        if (tool.Text("type") is not (null or "custom")) return;
        StrictRules.Known(
            tool, "tools.",
            "type", "name", "description", "input_schema", "cache_control", "strict", "defer_loading", "input_examples", "eager_input_streaming", "allowed_callers");
        var schema = tool.Member("input_schema");
        StrictRules.Demand(schema.Text("type") == "object", "tools.input_schema.type: Field required");
        foreach (var union in (string[])["oneOf", "allOf", "anyOf"])
        {
            StrictRules.Demand(schema.Member(union).ValueKind == JsonValueKind.Undefined, "input_schema does not support oneOf, allOf, or anyOf at the top level");
        }
    }

    private static void Messages(List<JsonElement> messages, JsonElement body)
    {
        StrictRules.Demand(messages.Count > 0, "messages: at least one message is required");
        StrictRules.Demand(messages[0].Text("role") is "user" or "system", "messages: first message must use the \"user\" role");
        List<string> waiting = [];
        for (var at = 0; at < messages.Count; at++)
        {
            var content = messages[at].Items("content").ToList();
            var role = messages[at].Text("role");
            var results = content.Where(block => block.Text("type") == "tool_result").Select(block => block.Text("tool_use_id") ?? "").ToList();
            StrictRules.Answered(waiting, role == "user" ? results : [], $"messages.{at}: `tool_use` ids were found without `tool_result` blocks immediately after");
            StrictRules.Demand(content.Take(results.Count).All(block => block.Text("type") == "tool_result"), $"messages.{at}: tool_result blocks must come first");
            StrictRules.Demand(messages[at].Member("content").ValueKind != JsonValueKind.Array || content.Count > 0, $"messages.{at}: content must not be empty");
            foreach (var block in content) Block(block, $"messages.{at}");
            waiting = role == "assistant" ? [.. content.Where(block => block.Text("type") == "tool_use").Select(block => block.Text("id")!)] : [];
        }

        StrictRules.Demand(waiting.Count == 0, "messages: the last tool_use has no tool_result");
        if (body.Member("thinking").Text("type") != "enabled" || messages.FindLast(message => message.Text("role") == "assistant") is not { ValueKind: JsonValueKind.Object } last) return;
        var first = last.Items("content").FirstOrDefault();
        StrictRules.Demand(
            !last.Items("content").Any(block => block.Text("type") == "tool_use") || first.Text("type") is "thinking" or "redacted_thinking",
            "Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block.");
    }

    private static void Block(JsonElement block, string place)
    {
        switch (block.Text("type"))
        {
            case "text":
                Text(block, place);
                break;
            case "tool_use":
                StrictRules.Matches(block.Text("id"), Id(), place + ".tool_use.id");
                StrictRules.Matches(block.Text("name"), Name(), place + ".tool_use.name");
                StrictRules.Demand(block.Member("input").ValueKind == JsonValueKind.Object, $"{place}.tool_use.input: Input should be an object");
                break;
            case "thinking":
                StrictRules.Demand(Seals.IsOwn(block.Text("signature"), Protocol.Messages), $"{place}: Invalid `signature` in `thinking` block");
                break;
            case "redacted_thinking":
                StrictRules.Demand(Seals.IsOwn(block.Text("data"), Protocol.Messages), $"{place}: Invalid `data` in `redacted_thinking` block");
                break;
            default:
                break;
        }
    }

    private static void Text(JsonElement block, string place) =>
        StrictRules.Demand(!string.IsNullOrWhiteSpace(block.Text("text")), $"{place}: text content blocks must be non-empty");

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,128}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex Id();
}
