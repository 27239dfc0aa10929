using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Wire;
using Gantry.Protocols;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>Anthropic Messages.</summary>
internal sealed class MessagesDialect(string model) : Dialect(model)
{
    /// <summary>The version that Claude Code and older SDKs send.</summary>
    public const string OlderVersion = "2023-06-01";

    /// <summary>The version that the SDKs' new majors send; it refuses sampling parameters.</summary>
    public const string NewerVersion = "2026-10-21";

    public const string VersionHeader = "anthropic-version";

    private const int MaxTokens = 1024;

    public override Protocol Protocol => Protocol.Messages;

    public override KeyPlacement UsualKey => KeyPlacement.ApiKey;

    public override IReadOnlyList<KeyPlacement> OwnKeys => [KeyPlacement.Bearer, KeyPlacement.ApiKey];

    public override Dialect ForModel(string model) => new MessagesDialect(model);

    public override Call Generate(bool stream) => Versioned(HttpMethod.Post, "/v1/messages");

    public override JsonObject Ask(string prompt) => new()
    {
        ["model"] = Model,
        ["max_tokens"] = MaxTokens,
        ["messages"] = new JsonArray(ChatDialect.Said("user", prompt)),
    };

    public override JsonObject AskTool()
    {
        var body = Ask(ToolUse.Prompt);
        body["tools"] = Tools();
        body["tool_choice"] = new JsonObject { ["type"] = "tool", ["name"] = ToolUse.Offered };
        return body;
    }

    public override JsonObject AnswerTool(JsonNode toolAnswer)
    {
        var body = Ask(ToolUse.Prompt);
        var messages = body["messages"]!.AsArray();
        messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = toolAnswer.At("content")?.DeepClone() });
        messages.Add(new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject
            {
                ["type"] = "tool_result",
                ["tool_use_id"] = Tool(toolAnswer)?.Id,
                ["content"] = ToolUse.Result,
            }),
        });
        body["tools"] = Tools();
        return body;
    }

    public override JsonObject AskTools()
    {
        var body = Ask(ToolUse.ParallelPrompt);
        body["tools"] = Tools();
        body["tool_choice"] = new JsonObject { ["type"] = "any" };
        return body;
    }

    public override JsonObject AskLimited(string prompt, int tokens)
    {
        var body = Ask(prompt);
        body["max_tokens"] = tokens;
        return body;
    }

    public override string? LimitFault(JsonNode? answer) =>
        answer.At("stop_reason").Text() is var reason and not "max_tokens" ? $"stop_reason is \"{reason}\", expected max_tokens" : null;

    public override JsonObject AskStopping(string prompt, string word)
    {
        var body = Ask(prompt);
        body["stop_sequences"] = new JsonArray(word);
        return body;
    }

    public override JsonObject AskShaped(string prompt, JsonObject schema)
    {
        var body = Ask(prompt);
        body["output_config"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "json_schema", ["schema"] = schema } };
        return body;
    }

    public override JsonObject AskAbout(string prompt, string png)
    {
        var body = Ask(prompt);
        body["messages"] = new JsonArray(new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "image",
                    ["source"] = new JsonObject { ["type"] = "base64", ["media_type"] = "image/png", ["data"] = png },
                },
                new JsonObject { ["type"] = "text", ["text"] = prompt }),
        });
        return body;
    }

    /// <summary>A body that asks the model to think first.</summary>
    /// <param name="prompt">What is asked. Models read over the mark; the scripted upstream obeys it.</param>
    /// <param name="adaptive">As newer models want it; older ones take a budget.</param>
    public JsonObject AskThinking(string prompt, bool adaptive)
    {
        var body = Ask(prompt + " [[reason]]");
        body["max_tokens"] = 2 * MaxTokens;
        body["thinking"] = adaptive
            ? new JsonObject { ["type"] = "adaptive" }
            : new JsonObject { ["type"] = "enabled", ["budget_tokens"] = MaxTokens };
        return body;
    }

    /// <summary>The turn after a body: its answer echoed as it came, then another question.</summary>
    public static JsonObject Continue(JsonObject body, JsonNode answer, string prompt)
    {
        var next = body.DeepClone().AsObject();
        next["messages"]!.AsArray().Add(new JsonObject { ["role"] = "assistant", ["content"] = answer.At("content")?.DeepClone() });
        next["messages"]!.AsArray().Add(ChatDialect.Said("user", prompt));
        return next;
    }

    public override Call Request(JsonObject body, bool stream)
    {
        if (stream) body["stream"] = true;
        return base.Request(body, stream);
    }

    public override string? ShapeFault(JsonNode? answer)
    {
        if (answer.At("type").Text() != "message") return "type is not \"message\"";
        if (string.IsNullOrEmpty(answer.At("id").Text())) return "id is missing";
        if (answer.At("role").Text() != "assistant") return "role is not \"assistant\"";
        if (string.IsNullOrEmpty(answer.At("model").Text())) return "model is missing";
        if (answer.At("content") is not JsonArray { Count: > 0 }) return "content is not a filled array";
        return answer.At("stop_reason").Text() is null ? "stop_reason is missing" : null;
    }

    public override string Text(JsonNode? answer) =>
        string.Concat(Blocks(answer, "text").Select(block => block.At("text").Text()));

    public override TokenCounts? Usage(JsonNode? answer) => MessagesStream.Counts(answer.At("usage"), null);

    public override IReadOnlyList<ToolUse> Tools(JsonNode? answer) =>
    [
        .. Blocks(answer, "tool_use").Select(block =>
            new ToolUse(block.At("name").Text() ?? "", block.At("id").Text(), block.At("input")?.ToJsonString() ?? "")),
    ];

    public override string? Id(JsonNode? answer) => answer.At("id").Text();

    public override StreamReading Read(IReadOnlyList<SseFrame> frames) => MessagesStream.Read(frames);

    public override string? ErrorFault(JsonNode? body, int status, ErrorCase mistake)
    {
        if (body.At("type").Text() != "error") return "type is not \"error\"";
        if (string.IsNullOrWhiteSpace(body.At("error").At("message").Text())) return "error.message is missing";
        var expected = mistake switch
        {
            ErrorCase.BadKey => "authentication_error",
            ErrorCase.UnknownModel => "not_found_error",
            ErrorCase.Limited => "rate_limit_error",
            _ => "invalid_request_error",
        };
        var type = body.At("error").At("type").Text();
        return type == expected ? null : $"error.type is \"{type}\", expected {expected}";
    }

    public override Call? CountTokens(string prompt)
    {
        var body = Ask(prompt);
        body.Remove("max_tokens");
        return Versioned(HttpMethod.Post, "/v1/messages/count_tokens").With(body);
    }

    public override long? Counted(JsonNode? answer) => answer.At("input_tokens").Number();

    public override Call ListModels() => Versioned(HttpMethod.Get, "/v1/models");

    public override string? ModelListFault(JsonNode? answer)
    {
        if (answer.At("data") is not JsonArray { Count: > 0 } models) return "data is not a filled array";
        if (!answer.Has("has_more")) return "has_more is missing";
        return models.Select(ModelFault).FirstOrDefault(fault => fault is not null);
    }

    public override Call ShowModel() => Versioned(HttpMethod.Get, "/v1/models/" + ModelSegment);

    public override string? ModelFault(JsonNode? answer) =>
        string.IsNullOrEmpty(answer.At("id").Text()) ? "a model has no id"
        : answer.At("type").Text() != "model" ? $"type of {answer.At("id").Text()} is not \"model\""
        : answer.At("display_name").Text() is null ? $"{answer.At("id").Text()} has no display_name"
        : answer.At("created_at").Text() is null ? $"{answer.At("id").Text()} has no created_at"
        : null;

    private static IEnumerable<JsonNode?> Blocks(JsonNode? answer, string type) =>
        answer.At("content").Items().Where(block => block.At("type").Text() == type);

    private static Call Versioned(HttpMethod method, string path) => new Call(method, path).WithHeader(VersionHeader, OlderVersion);

    private static JsonArray Tools() => [new JsonObject
    {
        ["name"] = ToolUse.Offered,
        ["description"] = ToolUse.Description,
        ["input_schema"] = ToolSchema.City(),
    }];
}
