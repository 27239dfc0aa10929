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

    public override ToolUse? Tool(JsonNode? answer)
    {
        var call = answer.At("choices").At(0).At("message").At("tool_calls").At(0);
        return call.At("function").At("name").Text() is { } name
            ? new ToolUse(name, call.At("id").Text(), call.At("function").At("arguments").Text() ?? "")
            : null;
    }

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
