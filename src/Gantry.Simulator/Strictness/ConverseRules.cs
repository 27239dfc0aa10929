using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Protocols;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Strictness;

/// <summary>What Bedrock's Converse refuses.</summary>
internal static partial class ConverseRules
{
    public static void Check(JsonElement body)
    {
        StrictRules.Known(
            body, "",
            "messages", "system", "inferenceConfig", "toolConfig", "guardrailConfig", "additionalModelRequestFields", "promptVariables",
            "additionalModelResponseFieldPaths", "requestMetadata", "performanceConfig", "serviceTier", "outputConfig");
        StrictRules.Known(body.Member("inferenceConfig"), "inferenceConfig.", "maxTokens", "temperature", "topP", "stopSequences");
        var tools = body.Member("toolConfig");
        StrictRules.Known(tools, "toolConfig.", "tools", "toolChoice");
        StrictRules.Known(tools.Member("toolChoice"), "toolChoice.", "auto", "any", "tool");
        foreach (var tool in tools.Items("tools"))
        {
            StrictRules.Known(tool, "tools.", "toolSpec", "cachePoint", "systemTool");
            if (tool.Member("toolSpec").ValueKind != JsonValueKind.Object) continue;
            StrictRules.Matches(tool.Member("toolSpec").Text("name"), Name(), "toolSpec.name");
        }

        Messages(body.Items("messages").ToList(), hasTools: tools.Items("tools").Any());
    }

    private static void Messages(List<JsonElement> messages, bool hasTools)
    {
        StrictRules.Demand(messages.Count > 0 && messages[0].Text("role") == "user", "A conversation must start with a user message.");
        List<string> waiting = [];
        string? before = null;
        foreach (var message in messages)
        {
            var role = message.Text("role");
            StrictRules.Demand(role != before, "A conversation must alternate between user and assistant roles.");
            before = role;
            var content = message.Items("content").ToList();
            StrictRules.Demand(content.Count > 0, "The content field in the Message object is empty.");
            foreach (var block in content) Block(block, hasTools);
            StrictRules.Answered(
                waiting, [.. content.Where(block => IsOfTheClient(block.Member("toolResult"))).Select(block => block.Member("toolResult").Text("toolUseId") ?? "")], "messages");
            waiting = role == "assistant" ? [.. content.Where(block => IsOfTheClient(block.Member("toolUse"))).Select(block => block.Member("toolUse").Text("toolUseId") ?? "")] : [];
        }

        StrictRules.Demand(waiting.Count == 0, "The last toolUse has no toolResult.");
    }

    // Tools that run at the vendor answer within the same message.
    private static bool IsOfTheClient(JsonElement tool) => tool.ValueKind == JsonValueKind.Object && tool.Text("type") is null;

    private static void Block(JsonElement block, bool hasTools)
    {
        StrictRules.Demand(block.ValueKind == JsonValueKind.Object && block.EnumerateObject().Count() == 1, "A content block must have exactly one member.");
        StrictRules.Demand(block.Text("text") is not { } text || !string.IsNullOrWhiteSpace(text), "The text field in the ContentBlock object is blank.");
        var reasoning = block.Member("reasoningContent").Member("reasoningText");
        StrictRules.Demand(reasoning.Text("signature") is not { } seal || Seals.IsOwn(seal, Protocol.Converse), "Invalid signature in reasoningContent.");
        var isTool = block.Member("toolUse").ValueKind == JsonValueKind.Object || block.Member("toolResult").ValueKind == JsonValueKind.Object;
        StrictRules.Demand(!isTool || hasTools, "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
