using System.Text.Json;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Chat;

/// <summary>Reads a Chat Completions request.</summary>
internal static class Reader
{
    public static Prompt Read(PromptSource source)
    {
        var body = source.Body;
        var model = body.Text("model") ?? throw new BadPromptException("you must provide a model parameter");
        if (body.Member("messages").ValueKind != JsonValueKind.Array)
        {
            throw new BadPromptException("Missing required parameter: 'messages'.", "messages");
        }

        var conversation = new Conversation();
        foreach (var message in body.Items("messages"))
        {
            switch (message.Text("role"))
            {
                case "user": conversation.User(message.Member("content").Texts()); break;
                case "assistant": conversation.Assistant(); break;
                case "tool" or "function": conversation.ToolResult(); break;
                default: break;
            }
        }
        var choice = body.Member("tool_choice");
        var format = body.Member("response_format");
        return new Prompt
        {
            Model = model,
            Body = body,
            Stream = body.Flag("stream"),
            IncludeUsage = body.Member("stream_options").Flag("include_usage"),
            UserTexts = conversation.UserTexts,
            TurnTexts = conversation.TurnTexts,
            EndsWithToolResult = conversation.EndsWithToolResult,
            Tools = [.. body.Items("tools").Select(Tool).OfType<OfferedTool>()],
            Choice = Choice(choice),
            NamedTool = choice.Member("function").Text("name") ?? choice.Member("custom").Text("name"),
            WantsJson = format.Text("type") is "json_object" or "json_schema",
            OutputSchema = format.Member("json_schema").Member("schema"),
            InputTokens = Tokens.Of(source.Bytes),
        };
    }

    private static OfferedTool? Tool(JsonElement tool)
    {
        if (tool.Member("custom").Text("name") is { } custom) return new OfferedTool(custom, default) { Custom = true };
        var function = tool.Member("function");
        return function.Text("name") is { } name ? new OfferedTool(name, function.Member("parameters")) : null;
    }

    private static ToolChoice Choice(JsonElement choice) => choice.ValueKind switch
    {
        JsonValueKind.Object => ToolChoice.Required,
        JsonValueKind.String when choice.ValueEquals("none") => ToolChoice.None,
        JsonValueKind.String when choice.ValueEquals("required") => ToolChoice.Required,
        _ => ToolChoice.Auto,
    };
}
