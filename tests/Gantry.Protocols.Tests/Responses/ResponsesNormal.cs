using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Protocols.Tests.Responses;

/// <summary>The codec's documented normalisations of a request, made on the JSON by other means.</summary>
internal static class ResponsesNormal
{
    public static JsonObject Request(byte[] body)
    {
        var request = JsonNode.Parse(body)!.AsObject();
        DropNulls(request);
        var input = request["input"] is JsonArray items ? items.Select(item => Item(item!.AsObject())).ToList()
            : [new JsonObject { ["type"] = "message", ["role"] = "user", ["content"] = Content(request["input"]!, false) }];
        input.RemoveAll(item => item["content"] is JsonArray { Count: 0 } && item["role"] is not null);
        int head = input.TakeWhile(item => item["role"]?.ToString() is "system" or "developer").Count();
        var declared = input.Take(head).Where(item => item["type"]?.ToString() == "additional_tools").ToList();
        input.RemoveAll(declared.Contains);
        input.InsertRange(head - declared.Count, declared);
        request["input"] = new JsonArray([.. input.Select(item => item.DeepClone())]);
        if (request["stream"]?.GetValue<bool>() is false) request.Remove("stream");
        if (request["tools"] is JsonArray { Count: 0 }) request.Remove("tools");
        foreach (var tool in request["tools"]?.AsArray() ?? [])
        {
            if (tool!["type"]!.ToString() is "function" or "custom") DropNulls(tool.AsObject());
        }

        if (request["reasoning"] is JsonObject reasoning) DropNulls(reasoning);
        if (request["text"] is JsonObject text)
        {
            if (text["format"]?["type"]?.ToString() == "text") text.Remove("format");
            if (text.Count == 0) request.Remove("text");
        }

        if (request.Remove("safety_identifier", out var user) && request["user"] is null) request["user"] = user;
        return request;
    }

    public static JsonObject Item(JsonObject item)
    {
        bool isModel = item["role"]?.ToString() == "assistant";
        if (item["role"] is not null && item["content"] is { } content) item["content"] = Content(content, isModel);
        if (item["type"]?.ToString() is "function_call_output" or "custom_tool_call_output" && item["output"] is JsonArray output)
        {
            item["output"] = output is [JsonObject { Count: 2 } only] && only["type"]!.ToString() == "input_text" ? only["text"]!.DeepClone() : output.DeepClone();
        }

        return item;
    }

    private static JsonArray Content(JsonNode content, bool isModel)
    {
        if (content is JsonValue) content = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = content.DeepClone() });
        foreach (var part in content.AsArray())
        {
            string type = part!["type"]!.ToString();
            if (type is not ("text" or "input_text" or "output_text")) continue;
            part["type"] = isModel ? "output_text" : "input_text";
            if (!isModel) continue;
            part["annotations"] ??= new JsonArray();
            part["logprobs"] ??= new JsonArray();
        }

        return content.DeepClone().AsArray();
    }

    private static void DropNulls(JsonObject value)
    {
        foreach (string name in value.Where(member => member.Value?.GetValueKind() is null or JsonValueKind.Null).Select(member => member.Key).ToList()) value.Remove(name);
    }
}
