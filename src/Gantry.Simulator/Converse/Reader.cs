using System.Text.Json;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Converse;

/// <summary>Reads a Converse request; the model stands in the address.</summary>
internal static class Reader
{
    public static Prompt Read(PromptSource source)
    {
        var body = source.Body;
        var conversation = new Conversation();
        foreach (var message in body.Items("messages"))
        {
            if (message.Text("role") == "assistant")
            {
                conversation.Assistant();
                continue;
            }
            conversation.User(message.Member("content").Texts());
            if (message.Items("content").Any(block => block.Member("toolResult").ValueKind == JsonValueKind.Object)) conversation.ToolResult();
        }
        var tools = body.Member("toolConfig");
        var choice = tools.Member("toolChoice");
        var format = body.Member("outputConfig").Member("textFormat");
        return new Prompt
        {
            Model = source.Model!,
            Body = body,
            Stream = source.Stream,
            UserTexts = conversation.UserTexts,
            TurnTexts = conversation.TurnTexts,
            EndsWithToolResult = conversation.EndsWithToolResult,
            Tools = [.. tools.Items("tools").Select(tool => tool.Member("toolSpec")).Where(spec => spec.Text("name") is not null)
                .Select(spec => new OfferedTool(spec.Text("name")!, spec.Member("inputSchema").Member("json")))],
            Choice = choice.Member("any").ValueKind == JsonValueKind.Object || choice.Member("tool").ValueKind == JsonValueKind.Object ? ToolChoice.Required : ToolChoice.Auto,
            NamedTool = choice.Member("tool").Text("name"),
            WantsJson = format.Text("type") == "json_schema",
            OutputSchema = Schema(format.Member("structure").Member("jsonSchema").Text("schema")),
            InputTokens = Tokens.Of(source.Bytes),
        };
    }

    // The schema comes as a string that holds JSON.
    private static JsonElement Schema(string? text)
    {
        if (text is null) return default;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            throw new BadPromptException("The JSON schema of outputConfig.textFormat is not valid JSON.");
        }
    }
}
