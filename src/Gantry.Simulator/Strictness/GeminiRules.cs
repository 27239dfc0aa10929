using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Protocols;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Strictness;

/// <summary>What Google's generateContent refuses.</summary>
internal static partial class GeminiRules
{
    private const string Skip = "skip_thought_signature_validator";

    private static readonly string[] Openapi =
    [
        "type", "format", "title", "description", "nullable", "enum", "items", "minItems", "maxItems", "properties", "required", "minProperties", "maxProperties",
        "minLength", "maxLength", "pattern", "minimum", "maximum", "anyOf", "propertyOrdering", "default", "example",
    ];

    public static void Check(string model, JsonElement body)
    {
        StrictRules.Known(
            body, "",
            "contents", "systemInstruction", "system_instruction", "tools", "toolConfig", "tool_config", "generationConfig", "generation_config", "safetySettings",
            "safety_settings", "cachedContent", "cached_content", "labels", "model", "serviceTier", "store");
        StrictRules.Known(
            body.Member("generationConfig"), "generationConfig.",
            "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "responseMimeType", "responseSchema", "responseJsonSchema",
            "presencePenalty", "frequencyPenalty", "seed", "responseLogprobs", "logprobs", "thinkingConfig", "responseModalities", "mediaResolution", "speechConfig",
            "imageConfig", "enableEnhancedCivicAnswers", "thinking_config", "response_mime_type", "response_json_schema", "response_schema", "max_output_tokens",
            "response_modalities", "top_p", "top_k", "stop_sequences");
        var thinking = body.Member("generationConfig").Member("thinkingConfig");
        StrictRules.Known(thinking, "thinkingConfig.", "includeThoughts", "thinkingBudget", "thinkingLevel", "include_thoughts", "thinking_budget", "thinking_level");
        StrictRules.Demand(thinking.Number("thinkingBudget") is null || thinking.Text("thinkingLevel") is null, "You can only set one of thinking budget and thinking level.");
        foreach (var function in body.Items("tools").SelectMany(tool => tool.Items("functionDeclarations"))) Function(function);
        Contents(body.Items("contents").ToList(), signed: model.Contains("gemini-3", StringComparison.Ordinal));
    }

    private static void Function(JsonElement function)
    {
        StrictRules.Known(
            function, "function_declarations.",
            "name", "description", "parameters", "parametersJsonSchema", "parameters_json_schema", "response", "responseJsonSchema", "response_json_schema", "behavior");
        StrictRules.Matches(function.Text("name"), Name(), "function_declarations.name");
        Schema(function.Member("parameters"));
    }

    private static void Schema(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return;
        StrictRules.Known(schema, "function_declarations.parameters.", Openapi);
        StrictRules.Demand(schema.Member("type").ValueKind is JsonValueKind.String or JsonValueKind.Undefined, "Proto field is not repeating, cannot start list: type");
        if (schema.Member("properties").ValueKind == JsonValueKind.Object)
        {
            foreach (var property in schema.Member("properties").EnumerateObject()) Schema(property.Value);
        }

        Schema(schema.Member("items"));
        foreach (var option in schema.Items("anyOf")) Schema(option);
    }

    private static void Contents(List<JsonElement> contents, bool signed)
    {
        StrictRules.Demand(contents.Count > 0, "contents is not specified");
        StrictRules.Demand(contents[0].Text("role") is not "model", "Please ensure that function call turn comes immediately after a user turn or after a function response turn.");
        var question = contents.FindLastIndex(content => content.Text("role") != "model" && content.Items("parts").Any(part => part.Text("text") is not null) && !content.Items("parts").Any(IsResponse));
        List<string> waiting = [];
        for (var at = 0; at < contents.Count; at++)
        {
            var parts = contents[at].Items("parts").ToList();
            StrictRules.Demand(parts.Count > 0, $"contents[{at}].parts: must not be empty");
            StrictRules.Demand(contents[at].Text("role") is "user" or "model" or "function" or null, $"contents[{at}].role: Please use a valid role: user, model.");
            foreach (var part in parts) Part(part, at);
            var responses = parts.Where(IsResponse).Select(part => part.Member("functionResponse").Text("name") ?? "").ToList();
            StrictRules.Demand(
                waiting.Order().SequenceEqual(responses.Order()),
                $"Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn. contents[{at}]");
            var calls = parts.Where(IsCall).ToList();
            if (signed && at > question && calls.Count > 0)
            {
                var seal = calls[0].Text("thoughtSignature");
                StrictRules.Demand(seal is not null, $"Function call is missing a thought_signature in functionCall parts. contents[{at}]");
            }

            waiting = [.. calls.Select(call => call.Member("functionCall").Text("name") ?? "")];
        }

        StrictRules.Demand(waiting.Count == 0, "Please ensure that function call turn is followed by a function response turn.");
    }

    private static bool IsCall(JsonElement part) => part.Member("functionCall").ValueKind == JsonValueKind.Object;

    private static bool IsResponse(JsonElement part) => part.Member("functionResponse").ValueKind == JsonValueKind.Object;

    private static void Part(JsonElement part, int at)
    {
        if (part.Text("thoughtSignature") is { } seal)
        {
            StrictRules.Demand(seal == Skip || Seals.IsOwn(seal, Protocol.Gemini), $"Corrupted thought signature. contents[{at}]");
        }

        if (IsCall(part))
        {
            StrictRules.Matches(part.Member("functionCall").Text("name"), Name(), "functionCall.name");
            StrictRules.Demand(part.Member("functionCall").Member("args").ValueKind is JsonValueKind.Object or JsonValueKind.Undefined, "functionCall.args must be an object");
        }

        if (IsResponse(part))
        {
            StrictRules.Demand(part.Member("functionResponse").Text("name") is { Length: > 0 }, "GenerateContentRequest.contents.parts.function_response.name: Name cannot be empty.");
            StrictRules.Demand(part.Member("functionResponse").Member("response").ValueKind == JsonValueKind.Object, "function_response.response must be an object");
        }
    }

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$")]
    private static partial Regex Name();
}
