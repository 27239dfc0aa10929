using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Wire;
using Gantry.Protocols;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>Google generateContent.</summary>
internal sealed class GeminiDialect(string model) : Dialect(model)
{
    public override Protocol Protocol => Protocol.Gemini;

    public override KeyPlacement UsualKey => KeyPlacement.GoogleApiKey;

    public override IReadOnlyList<KeyPlacement> OwnKeys => [KeyPlacement.GoogleApiKey, KeyPlacement.Query, KeyPlacement.Bearer];

    public override Dialect ForModel(string model) => new GeminiDialect(model);

    public override Call Generate(bool stream) => Generate("v1beta", stream);

    /// <summary>The same under another version segment: newer SDKs say <c>v1</c>, older ones and the CLI <c>v1beta</c>.</summary>
    public Call Generate(string version, bool stream)
    {
        var call = new Call(HttpMethod.Post, $"/{version}/models/{ModelSegment}:{(stream ? "streamGenerateContent" : "generateContent")}");
        return stream ? call.WithQuery("alt=sse") : call;
    }

    public override JsonObject Ask(string prompt) => new() { ["contents"] = new JsonArray(Said(prompt)) };

    public override JsonObject AskTool()
    {
        var body = Ask(ToolUse.Prompt);
        body["tools"] = Tools();
        body["toolConfig"] = new JsonObject
        {
            ["functionCallingConfig"] = new JsonObject { ["mode"] = "ANY", ["allowedFunctionNames"] = new JsonArray(ToolUse.Offered) },
        };
        return body;
    }

    public override JsonObject AnswerTool(JsonNode toolAnswer)
    {
        var body = Ask(ToolUse.Prompt);
        var contents = body["contents"]!.AsArray();
        // Echoed whole: the thought signature of the call must come back with it.
        contents.Add(toolAnswer.At("candidates").At(0).At("content")?.DeepClone());
        var response = new JsonObject { ["name"] = ToolUse.Offered, ["response"] = new JsonObject { ["result"] = ToolUse.Result } };
        if (Tool(toolAnswer)?.Id is { } id) response["id"] = id;
        contents.Add(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["functionResponse"] = response }) });
        body["tools"] = Tools();
        return body;
    }

    public override JsonObject AskTools()
    {
        var body = Ask(ToolUse.ParallelPrompt);
        body["tools"] = Tools();
        body["toolConfig"] = new JsonObject { ["functionCallingConfig"] = new JsonObject { ["mode"] = "ANY" } };
        return body;
    }

    public override JsonObject AskLimited(string prompt, int tokens) => Configured(prompt, new JsonObject { ["maxOutputTokens"] = tokens });

    public override string? LimitFault(JsonNode? answer) =>
        answer.At("candidates").At(0).At("finishReason").Text() is var reason and not "MAX_TOKENS" ? $"finishReason is \"{reason}\", expected MAX_TOKENS" : null;

    public override JsonObject AskStopping(string prompt, string word) => Configured(prompt, new JsonObject { ["stopSequences"] = new JsonArray(word) });

    public override JsonObject AskShaped(string prompt, JsonObject schema) =>
        Configured(prompt, new JsonObject { ["responseMimeType"] = "application/json", ["responseJsonSchema"] = schema });

    public override JsonObject AskAbout(string prompt, string png)
    {
        var body = Ask(prompt);
        body["contents"]!.AsArray()[0]!["parts"]!.AsArray().Add(
            new JsonObject { ["inlineData"] = new JsonObject { ["mimeType"] = "image/png", ["data"] = png } });
        return body;
    }

    /// <summary>A body that asks the model to think first, and to show it.</summary>
    /// <param name="prompt">What is asked. Models read over the mark; the scripted upstream obeys it.</param>
    public JsonObject AskThinking(string prompt) =>
        Configured(prompt + " [[reason]]", new JsonObject { ["thinkingConfig"] = new JsonObject { ["includeThoughts"] = true } });

    /// <summary>The turn after a body: its answer echoed as it came, then another question.</summary>
    public static JsonObject Continue(JsonObject body, JsonNode answer, string prompt)
    {
        var next = body.DeepClone().AsObject();
        next["contents"]!.AsArray().Add(answer.At("candidates").At(0).At("content")?.DeepClone());
        next["contents"]!.AsArray().Add(Said(prompt));
        return next;
    }

    public override string? ShapeFault(JsonNode? answer)
    {
        var candidate = answer.At("candidates").At(0);
        if (candidate is null) return "candidates is not a filled array";
        if (candidate.At("content").At("parts") is not JsonArray { Count: > 0 }) return "candidates[0].content.parts is not a filled array";
        if (candidate.At("content").At("role").Text() != "model") return "candidates[0].content.role is not \"model\"";
        return candidate.At("finishReason").Text() is null ? "candidates[0].finishReason is missing" : null;
    }

    public override string Text(JsonNode? answer) => GeminiStream.TextOf(answer);

    public override TokenCounts? Usage(JsonNode? answer) => GeminiStream.Counts(answer.At("usageMetadata"));

    public override IReadOnlyList<ToolUse> Tools(JsonNode? answer) => GeminiStream.ToolsOf(answer);

    public override string? Id(JsonNode? answer) => answer.At("responseId").Text();

    public override StreamReading Read(IReadOnlyList<SseFrame> frames) => GeminiStream.Read([.. frames.Select(frame => frame.Json)]);

    // Google itself answers 400 with the reason API_KEY_INVALID; its clients understand both.
    public override IReadOnlyList<int> Statuses(ErrorCase mistake) => mistake == ErrorCase.BadKey ? [401, 400] : base.Statuses(mistake);

    public override string? ErrorFault(JsonNode? body, int status, ErrorCase mistake)
    {
        var error = body.At("error");
        if (error is not JsonObject) return "the body is not {\"error\":{…}}";
        if (string.IsNullOrWhiteSpace(error.At("message").Text())) return "error.message is missing";
        if (error.At("code").Number() != status) return $"error.code is not the status {status}";
        var named = error.At("status").Text();
        var expected = mistake switch
        {
            ErrorCase.BadKey when status == 401 => "UNAUTHENTICATED",
            ErrorCase.UnknownModel => "NOT_FOUND",
            ErrorCase.Limited => "RESOURCE_EXHAUSTED",
            _ => "INVALID_ARGUMENT",
        };
        if (named != expected) return $"error.status is \"{named}\", expected {expected}";
        var reasons = error.At("details").Items().Select(detail => detail.At("reason").Text());
        var unexplained = mistake == ErrorCase.BadKey && status == 400 && !reasons.Contains("API_KEY_INVALID");
        return unexplained ? "no detail has the reason API_KEY_INVALID" : null;
    }

    public override Call? CountTokens(string prompt) =>
        new Call(HttpMethod.Post, $"/v1beta/models/{ModelSegment}:countTokens").With(Ask(prompt));

    public override long? Counted(JsonNode? answer) => answer.At("totalTokens").Number();

    public override Call ListModels() => new(HttpMethod.Get, "/v1beta/models");

    public override string? ModelListFault(JsonNode? answer) =>
        answer.At("models") is JsonArray { Count: > 0 } models
            ? models.Select(ModelFault).FirstOrDefault(fault => fault is not null)
            : "models is not a filled array";

    public override Call ShowModel() => new(HttpMethod.Get, "/v1beta/models/" + ModelSegment);

    public override string? ModelFault(JsonNode? answer) =>
        answer.At("name").Text()?.StartsWith("models/", StringComparison.Ordinal) == true ? null : "name does not begin with models/";

    private JsonObject Configured(string prompt, JsonObject generation)
    {
        var body = Ask(prompt);
        body["generationConfig"] = generation;
        return body;
    }

    private static JsonObject Said(string text) => new()
    {
        ["role"] = "user",
        ["parts"] = new JsonArray(new JsonObject { ["text"] = text }),
    };

    private static JsonArray Tools() => [new JsonObject
    {
        ["functionDeclarations"] = new JsonArray(new JsonObject
        {
            ["name"] = ToolUse.Offered,
            ["description"] = ToolUse.Description,
            ["parametersJsonSchema"] = ToolSchema.City(),
        }),
    }];
}
