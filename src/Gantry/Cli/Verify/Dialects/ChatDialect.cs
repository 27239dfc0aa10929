using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Wire;
using Gantry.Protocols;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>OpenAI Chat Completions.</summary>
internal sealed class ChatDialect(string model) : Dialect(model)
{
    public override Protocol Protocol => Protocol.Chat;

    public override KeyPlacement UsualKey => KeyPlacement.Bearer;

    public override IReadOnlyList<KeyPlacement> OwnKeys => [KeyPlacement.Bearer];

    public override Dialect ForModel(string model) => new ChatDialect(model);

    public override Call Generate(bool stream) => new(HttpMethod.Post, "/v1/chat/completions");

    // No output limit: newer models refuse max_tokens, older servers do not know max_completion_tokens.
    public override JsonObject Ask(string prompt) => new()
    {
        ["model"] = Model,
        ["messages"] = new JsonArray(Said("user", prompt)),
    };

    public override JsonObject AskTool()
    {
        var body = Ask(ToolUse.Prompt);
        body["tools"] = Tools();
        body["tool_choice"] = new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = ToolUse.Offered } };
        return body;
    }

    public override JsonObject AnswerTool(JsonNode toolAnswer)
    {
        var body = Ask(ToolUse.Prompt);
        var messages = body["messages"]!.AsArray();
        messages.Add(toolAnswer.At("choices").At(0).At("message")?.DeepClone());
        messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = Tool(toolAnswer)?.Id, ["content"] = ToolUse.Result });
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
        body["max_completion_tokens"] = tokens;
        return body;
    }

    public override string? LimitFault(JsonNode? answer) =>
        answer.At("choices").At(0).At("finish_reason").Text() is var reason and not "length" ? $"finish_reason is \"{reason}\", expected length" : null;

    public override JsonObject AskStopping(string prompt, string word)
    {
        var body = Ask(prompt);
        body["stop"] = new JsonArray(word);
        return body;
    }

    public override JsonObject AskShaped(string prompt, JsonObject schema)
    {
        var body = Ask(prompt);
        body["response_format"] = new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = new JsonObject { ["name"] = "answer", ["strict"] = true, ["schema"] = schema },
        };
        return body;
    }

    public override JsonObject AskAbout(string prompt, string png)
    {
        var body = Ask(prompt);
        body["messages"] = new JsonArray(new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray(
                new JsonObject { ["type"] = "text", ["text"] = prompt },
                new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = "data:image/png;base64," + png } }),
        });
        return body;
    }

    public override Call Request(JsonObject body, bool stream)
    {
        if (!stream) return base.Request(body, stream);
        body["stream"] = true;
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        return base.Request(body, stream);
    }

    public override string? ShapeFault(JsonNode? answer)
    {
        if (answer.At("object").Text() != "chat.completion") return "object is not \"chat.completion\"";
        if (string.IsNullOrEmpty(answer.At("id").Text())) return "id is missing";
        if (answer.At("created").Number() is not > 0) return "created is not a time";
        if (string.IsNullOrEmpty(answer.At("model").Text())) return "model is missing";
        var choice = answer.At("choices").At(0);
        if (choice.At("message").At("role").Text() != "assistant") return "choices[0].message.role is not \"assistant\"";
        return choice.At("finish_reason").Text() is null ? "choices[0].finish_reason is missing" : null;
    }

    public override string Text(JsonNode? answer) => answer.At("choices").At(0).At("message").At("content").Text() ?? "";

    public override TokenCounts? Usage(JsonNode? answer) => ChatStream.Counts(answer.At("usage"));

    public override IReadOnlyList<ToolUse> Tools(JsonNode? answer) =>
    [
        .. from call in answer.At("choices").At(0).At("message").At("tool_calls").Items()
           let function = call.At("function")
           select new ToolUse(function.At("name").Text() ?? "", call.At("id").Text(), function.At("arguments").Text() ?? ""),
    ];

    public override string? Id(JsonNode? answer) => answer.At("id").Text();

    public override StreamReading Read(IReadOnlyList<SseFrame> frames) => ChatStream.Read(frames);

    public override string? ErrorFault(JsonNode? body, int status, ErrorCase mistake) => OpenAiShapes.ErrorFault(body, mistake);

    public override Call? CountTokens(string prompt) => null;

    public override long? Counted(JsonNode? answer) => null;

    public override Call ListModels() => new(HttpMethod.Get, "/v1/models");

    public override string? ModelListFault(JsonNode? answer) => OpenAiShapes.ListFault(answer);

    public override Call ShowModel() => new(HttpMethod.Get, "/v1/models/" + ModelSegment);

    public override string? ModelFault(JsonNode? answer) => OpenAiShapes.ModelFault(answer);

    /// <summary>One message of a conversation.</summary>
    public static JsonObject Said(string role, string text) => new() { ["role"] = role, ["content"] = text };

    private static JsonArray Tools() => [new JsonObject
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = ToolUse.Offered,
            ["description"] = ToolUse.Description,
            ["parameters"] = ToolSchema.City(),
        },
    }];
}
