using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Wire;
using Gantry.Protocols;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>OpenAI Responses.</summary>
internal sealed class ResponsesDialect(string model) : Dialect(model)
{
    public override Protocol Protocol => Protocol.Responses;

    public override KeyPlacement UsualKey => KeyPlacement.Bearer;

    public override IReadOnlyList<KeyPlacement> OwnKeys => [KeyPlacement.Bearer];

    public override Dialect ForModel(string model) => new ResponsesDialect(model);

    public override Call Generate(bool stream) => new(HttpMethod.Post, "/v1/responses");

    // Stateless, as Codex asks: nothing that verification says stays with the provider.
    public override JsonObject Ask(string prompt) => new()
    {
        ["model"] = Model,
        ["input"] = new JsonArray(Said("user", prompt)),
        ["store"] = false,
    };

    public override JsonObject AskTool()
    {
        var body = Ask(ToolUse.Prompt);
        body["tools"] = Tools();
        body["tool_choice"] = new JsonObject { ["type"] = "function", ["name"] = ToolUse.Offered };
        body["include"] = new JsonArray("reasoning.encrypted_content");
        return body;
    }

    public override JsonObject AnswerTool(JsonNode toolAnswer)
    {
        var body = Ask(ToolUse.Prompt);
        var input = body["input"]!.AsArray();
        foreach (var item in toolAnswer.At("output").Items()) input.Add(item?.DeepClone());
        input.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = Tool(toolAnswer)?.Id, ["output"] = ToolUse.Result });
        body["tools"] = Tools();
        return body;
    }

    public override Call Request(JsonObject body, bool stream)
    {
        if (stream) body["stream"] = true;
        return base.Request(body, stream);
    }

    public override string? ShapeFault(JsonNode? answer)
    {
        if (answer.At("object").Text() != "response") return "object is not \"response\"";
        if (string.IsNullOrEmpty(answer.At("id").Text())) return "id is missing";
        if (answer.At("created_at") is null) return "created_at is missing";
        if (answer.At("status").Text() != "completed") return $"status is \"{answer.At("status").Text()}\", expected completed";
        if (answer.At("output") is not JsonArray { Count: > 0 }) return "output is not a filled array";
        var message = answer.At("output").Items().FirstOrDefault(item => item.At("type").Text() == "message");
        return message is null ? "output holds no message"
            : message.At("role").Text() != "assistant" ? "the message's role is not \"assistant\""
            : null;
    }

    public override string Text(JsonNode? answer) => string.Concat(answer.At("output").Items()
        .SelectMany(item => item.At("content").Items())
        .Where(part => part.At("type").Text() == "output_text")
        .Select(part => part.At("text").Text()));

    public override TokenCounts? Usage(JsonNode? answer) => ResponsesStream.Counts(answer.At("usage"));

    public override ToolUse? Tool(JsonNode? answer) => answer.At("output").Items().Select(ToolOf).FirstOrDefault(tool => tool is not null);

    public override StreamReading Read(IReadOnlyList<SseFrame> frames) => ResponsesStream.Read(frames);

    public override string? ErrorFault(JsonNode? body, int status, ErrorCase mistake) => OpenAiShapes.ErrorFault(body, mistake);

    public override Call? CountTokens(string prompt) =>
        new Call(HttpMethod.Post, "/v1/responses/input_tokens").With(new JsonObject { ["model"] = Model, ["input"] = prompt });

    public override long? Counted(JsonNode? answer) => answer.At("input_tokens").Number();

    public override Call ListModels() => new(HttpMethod.Get, "/v1/models");

    public override string? ModelListFault(JsonNode? answer) => OpenAiShapes.ListFault(answer);

    public override Call ShowModel() => new(HttpMethod.Get, "/v1/models/" + ModelSegment);

    public override string? ModelFault(JsonNode? answer) => OpenAiShapes.ModelFault(answer);

    /// <summary>One input message.</summary>
    public static JsonObject Said(string role, string text) => new()
    {
        ["type"] = "message",
        ["role"] = role,
        ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
    };

    /// <summary>The tool call that an output item is; null for other items.</summary>
    public static ToolUse? ToolOf(JsonNode? item) => item.At("type").Text() == "function_call"
        ? new ToolUse(item.At("name").Text() ?? "", item.At("call_id").Text(), item.At("arguments").Text() ?? "")
        : null;

    private static JsonArray Tools() => [new JsonObject
    {
        ["type"] = "function",
        ["name"] = ToolUse.Offered,
        ["description"] = ToolUse.Description,
        ["parameters"] = ToolSchema.City(),
    }];
}
