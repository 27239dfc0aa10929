using System.Text.Json;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Gemini;

/// <summary>Reads a generateContent request; members in camelCase or snake_case.</summary>
internal static class Reader
{
    public static Prompt Read(PromptSource source)
    {
        // countTokens may wrap the request that it is to count.
        var body = source.Body.Member("generateContentRequest") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : source.Body;
        if (body.Member("contents").ValueKind != JsonValueKind.Array)
        {
            throw new BadPromptException("* GenerateContentRequest.contents: contents is not specified\n");
        }

        var conversation = new Conversation();
        foreach (var content in body.Items("contents"))
        {
            if (content.Text("role") == "model")
            {
                conversation.Assistant();
                continue;
            }
            conversation.User(content.Member("parts").Texts());
            if (content.Items("parts").Any(part => Either(part, "functionResponse", "function_response").ValueKind == JsonValueKind.Object)) conversation.ToolResult();
        }
        var generation = Either(body, "generationConfig", "generation_config");
        var calling = Either(Either(body, "toolConfig", "tool_config"), "functionCallingConfig", "function_calling_config");
        var allowed = Either(calling, "allowedFunctionNames", "allowed_function_names").Items().Select(name => name.GetString()).ToList();
        return new Prompt
        {
            Model = source.Model!,
            Body = body,
            Stream = source.Stream,
            JsonArray = source.JsonArray,
            UserTexts = conversation.UserTexts,
            TurnTexts = conversation.TurnTexts,
            EndsWithToolResult = conversation.EndsWithToolResult,
            Tools = [.. body.Items("tools").SelectMany(tool => Either(tool, "functionDeclarations", "function_declarations").Items()).Select(Tool)],
            Choice = calling.Text("mode")?.ToUpperInvariant() switch { "ANY" => ToolChoice.Required, "NONE" => ToolChoice.None, _ => ToolChoice.Auto },
            NamedTool = allowed.Count == 1 ? allowed[0] : null,
            WantsJson = (generation.Text("responseMimeType") ?? generation.Text("response_mime_type")) == "application/json",
            OutputSchema = Schema(generation, "responseJsonSchema", "response_json_schema", "responseSchema", "response_schema"),
            InputTokens = Tokens.Of(source.Bytes),
        };
    }

    private static OfferedTool Tool(JsonElement declaration) =>
        new(declaration.Text("name") ?? "", Schema(declaration, "parametersJsonSchema", "parameters_json_schema", "parameters"));

    private static JsonElement Schema(JsonElement owner, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (owner.Member(name) is { ValueKind: JsonValueKind.Object } schema) return schema;
        }
        return default;
    }

    private static JsonElement Either(JsonElement element, string camel, string snake) =>
        element.Member(camel) is { ValueKind: not JsonValueKind.Undefined } value ? value : element.Member(snake);
}
