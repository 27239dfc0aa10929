using System.Text.Json;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Responses;

/// <summary>Reads a Responses request.</summary>
internal static class Reader
{
    public static Prompt Read(PromptSource source)
    {
        var body = source.Body;
        var model = body.Text("model") ?? throw new BadPromptException("Missing required parameter: 'model'.", "model");
        if (body.Text("previous_response_id") is not null && body.Member("conversation").ValueKind is JsonValueKind.String or JsonValueKind.Object)
        {
            throw new BadPromptException("Mutually exclusive parameters: 'previous_response_id' and 'conversation'.");
        }

        var conversation = Walk(body.Member("input"));
        var choice = body.Member("tool_choice");
        var format = body.Member("text").Member("format");
        return new Prompt
        {
            Model = model,
            Body = body,
            Stream = body.Flag("stream"),
            UserTexts = conversation.UserTexts,
            TurnTexts = conversation.TurnTexts,
            EndsWithToolResult = conversation.EndsWithToolResult,
            Tools = [.. body.Items("tools").SelectMany(tool => Tools(tool, null))],
            Choice = choice.ValueKind == JsonValueKind.Object || (choice.ValueKind == JsonValueKind.String && choice.ValueEquals("required")) ? ToolChoice.Required
                : choice.ValueKind == JsonValueKind.String && choice.ValueEquals("none") ? ToolChoice.None : ToolChoice.Auto,
            NamedTool = choice.Text("name"),
            WantsJson = format.Text("type") is "json_schema" or "json_object",
            OutputSchema = format.Member("schema"),
            InputTokens = Answers.Tokens.Of(source.Bytes),
        };
    }

    private static Conversation Walk(JsonElement input)
    {
        var conversation = new Conversation();
        if (input.ValueKind == JsonValueKind.String) conversation.User([input.GetString()!]);
        foreach (var item in input.Items())
        {
            var type = item.Text("type") ?? "message";
            if (type.EndsWith("_output", StringComparison.Ordinal)) conversation.ToolResult();
            else if (type != "message" || item.Text("role") == "assistant") conversation.Assistant();
            else if (item.Text("role") == "user") conversation.User(item.Member("content").Texts());
        }
        return conversation;
    }

    private static IEnumerable<OfferedTool> Tools(JsonElement tool, string? outer) => tool.Text("type") switch
    {
        "function" when tool.Text("name") is { } name => [new OfferedTool(name, tool.Member("parameters")) { Namespace = outer }],
        "custom" when tool.Text("name") is { } name => [new OfferedTool(name, default) { Custom = true, Namespace = outer }],
        "namespace" => tool.Items("tools").SelectMany(inner => Tools(inner, tool.Text("name"))),
        _ => [],
    };
}
