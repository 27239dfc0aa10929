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

    public override JsonObject AskTools()
    {
        var body = Ask(ToolUse.ParallelPrompt);
        body["tools"] = Tools();
        body["tool_choice"] = "required";
        body["parallel_tool_calls"] = true;
        return body;
    }

    public override JsonObject AskLimited(string prompt, int tokens)
    {
        var body = Ask(prompt);
        body["max_output_tokens"] = tokens;
        return body;
    }

    public override string? LimitFault(JsonNode? answer) =>
        answer.At("status").Text() is var status and not "incomplete" ? $"status is \"{status}\", expected incomplete"
        : answer.At("incomplete_details").At("reason").Text() is var reason and not "max_output_tokens"
            ? $"incomplete_details.reason is \"{reason}\", expected max_output_tokens"
        : null;

    // The protocol has no word for it.
    public override JsonObject? AskStopping(string prompt, string word) => null;

    public override JsonObject AskShaped(string prompt, JsonObject schema)
    {
        var body = Ask(prompt);
        body["text"] = new JsonObject
        {
            ["format"] = new JsonObject { ["type"] = "json_schema", ["name"] = "answer", ["strict"] = true, ["schema"] = schema },
        };
        return body;
    }

    public override JsonObject AskAbout(string prompt, string png)
    {
        var body = Ask(prompt);
        body["input"]!.AsArray()[0]!["content"]!.AsArray().Add(
            new JsonObject { ["type"] = "input_image", ["image_url"] = "data:image/png;base64," + png, ["detail"] = "auto" });
        return body;
    }

    /// <summary>A body that asks the model to think first, and to seal what it thought.</summary>
    /// <param name="prompt">What is asked. Models read over the mark; the scripted upstream obeys it.</param>
    public JsonObject AskThinking(string prompt)
    {
        var body = Ask(prompt + " [[reason]]");
        body["reasoning"] = new JsonObject { ["effort"] = "low" };
        body["include"] = new JsonArray("reasoning.encrypted_content");
        return body;
    }

    /// <summary>The turn after a body: its answer's items echoed as they came, then another question.</summary>
    public static JsonObject Continue(JsonObject body, JsonNode answer, string prompt)
    {
        var next = body.DeepClone().AsObject();
        var input = next["input"]!.AsArray();
        foreach (var item in answer.At("output").Items()) input.Add(item?.DeepClone());
        input.Add(Said("user", prompt));
        return next;
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

    public override IReadOnlyList<ToolUse> Tools(JsonNode? answer) => [.. answer.At("output").Items().Select(ToolOf).OfType<ToolUse>()];

    public override string? Id(JsonNode? answer) => answer.At("id").Text();

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
