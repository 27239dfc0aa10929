using System.Text.Json.Nodes;

namespace Gantry.Protocols.Tests.Gemini;

/// <summary>The normalisations that the codec documents, worked out on plain trees.</summary>
internal static class GeminiNormal
{
    public static JsonObject Request(JsonNode body)
    {
        var request = (JsonObject)Camel(body)!;
        request.Remove("model");
        if (request["systemInstruction"] is JsonValue text) request["systemInstruction"] = new JsonObject { ["parts"] = Parts(new JsonObject { ["text"] = text.DeepClone() }) };
        else if (request["systemInstruction"] is JsonObject system) request["systemInstruction"] = new JsonObject { ["parts"] = Parts(system["parts"]!) };
        request["contents"] = new JsonArray([.. List(request["contents"]!).Select(Content)]);
        if (request["tools"] is { } tools) request["tools"] = new JsonArray([.. List(tools).SelectMany(Tools)]);
        if (request["generationConfig"] is JsonObject config && config["responseMimeType"]?.ToString() == "text/plain") config.Remove("responseMimeType");
        if (request["toolConfig"]?["functionCallingConfig"] is JsonObject calling && calling["mode"] is { } mode) calling["mode"] = mode.ToString().ToUpperInvariant();
        foreach (string name in (string[])["generationConfig", "toolConfig", "tools"])
        {
            if (request[name] is JsonObject { Count: 0 } or JsonArray { Count: 0 }) request.Remove(name);
        }

        return request;
    }

    /// <summary>What is kept of an answer, its counts apart.</summary>
    public static JsonObject Answer(JsonNode body)
    {
        var answer = (JsonObject)Camel(body)!;
        var candidate = (answer["candidates"] as JsonArray)?[0] as JsonObject ?? [];
        var kept = new JsonObject { ["parts"] = candidate["content"]?["parts"] is { } parts ? Parts(parts) : new JsonArray() };
        bool hasText = ((JsonArray)kept["parts"]!).Any(part => part!["text"] is not null && part["thought"] is null);
        foreach (string name in (string[])["groundingMetadata", "citationMetadata", "urlContextMetadata"])
        {
            if (hasText && candidate[name] is { } value) kept[name] = value.DeepClone();
        }

        kept["finishReason"] = Reason(candidate["finishReason"]?.ToString() ?? (answer["promptFeedback"]?["blockReason"] is null ? "OTHER" : "SAFETY"));
        return kept;
    }

    private static string Reason(string reason) => reason switch
    {
        "1" => "STOP",
        "2" => "MAX_TOKENS",
        "PROHIBITED_CONTENT" or "BLOCKLIST" or "SPII" or "IMAGE_SAFETY" => "SAFETY",
        "UNEXPECTED_TOOL_CALL" or "TOO_MANY_TOOL_CALLS" => "MALFORMED_FUNCTION_CALL",
        "STOP" or "MAX_TOKENS" or "SAFETY" or "RECITATION" or "MALFORMED_FUNCTION_CALL" => reason,
        _ => "OTHER",
    };

    private static JsonNode Content(JsonNode content)
    {
        string? role = content["role"]?.ToString();
        return new JsonObject
        {
            ["role"] = role is null or "function" ? "user" : role,
            ["parts"] = content["parts"] is { } parts ? Parts(parts) : new JsonArray(),
        };
    }

    private static JsonArray Parts(JsonNode parts)
    {
        var result = new JsonArray();
        foreach (var part in List(parts))
        {
            var copy = (JsonObject)part.DeepClone();
            if (copy["thought"]?.GetValue<bool>() == false) copy.Remove("thought");
            if (copy.Count > 0) result.Add((JsonNode)copy);
        }

        return result;
    }

    private static IEnumerable<JsonNode> Tools(JsonNode tool)
    {
        foreach (var (name, value) in (JsonObject)tool)
        {
            if (name != "functionDeclarations") yield return new JsonObject { [name] = value!.DeepClone() };
            else foreach (var function in List(value!)) yield return function.DeepClone();
        }
    }

    private static List<JsonNode> List(JsonNode value) => value is JsonArray list ? [.. list.Select(item => item!)] : [value];

    private static JsonNode? Camel(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(Camel(m.Key), Camel(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Camel)]),
        _ => value?.DeepClone(),
    };

    private static string Camel(string name)
    {
        var words = name.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(word => word.Length == 0 ? "_" : char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
