using System.Text.Json;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Messages;

/// <summary>Reads a Messages request, for an answer or for a count.</summary>
internal static class Reader
{
    public static Prompt Read(PromptSource source)
    {
        var body = source.Body;
        var model = source.Model is { Length: > 0 } named ? named : body.Text("model") ?? throw new BadPromptException("model: Field required");
        if (body.Member("messages").ValueKind != JsonValueKind.Array) throw new BadPromptException("messages: Field required");

        var conversation = new Conversation();
        foreach (var message in body.Items("messages"))
        {
            var content = message.Member("content");
            switch (message.Text("role"))
            {
                case "assistant": conversation.Assistant(); break;
                case "user":
                    conversation.User(content.Texts());
                    if (content.Items().Any(block => block.Text("type") == "tool_result")) conversation.ToolResult();
                    break;
                default: break;
            }
        }
        var choice = body.Member("tool_choice");
        var format = body.Member("output_config").Member("format") is { ValueKind: JsonValueKind.Object } current ? current : body.Member("output_format");
        return new Prompt
        {
            Model = model,
            Body = body,
            Stream = source.Stream || body.Flag("stream"),
            UserTexts = conversation.UserTexts,
            TurnTexts = conversation.TurnTexts,
            EndsWithToolResult = conversation.EndsWithToolResult,
            Tools = [.. body.Items("tools").Where(IsClientTool).Select(tool => new OfferedTool(tool.Text("name")!, tool.Member("input_schema")))],
            Choice = choice.Text("type") switch { "none" => ToolChoice.None, "any" or "tool" => ToolChoice.Required, _ => ToolChoice.Auto },
            NamedTool = choice.Text("name"),
            WantsJson = format.Text("type") == "json_schema",
            OutputSchema = format.Member("schema"),
            InputTokens = Tokens.Of(source.Bytes),
        };
    }

    private static bool IsClientTool(JsonElement tool) =>
        tool.Text("name") is not null && tool.Member("input_schema").ValueKind == JsonValueKind.Object && !tool.Flag("defer_loading");
}
