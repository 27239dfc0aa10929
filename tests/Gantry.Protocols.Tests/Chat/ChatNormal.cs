using System.Text.Json.Nodes;

namespace Gantry.Protocols.Tests.Chat;

/// <summary>The codec's documented normalisations of a request, made on the JSON by other means.</summary>
internal static class ChatNormal
{
    private static readonly HashSet<string> PartMembers = ["type", "text", "image_url", "video_url", "input_audio", "file", "cache_control"];

    public static JsonObject Request(byte[] body)
    {
        var request = JsonNode.Parse(body)!.AsObject();
        DropNulls(request);
        var messages = request["messages"]!.AsArray().Select(message => Message(message!.AsObject())).ToList();
        var head = messages.TakeWhile(message => Role(message) == "system" && Texts(message)).ToList();
        if (head.Count > 0) messages.RemoveRange(0, head.Count);
        if (head.Count == 1) messages.Insert(0, head[0]);
        if (head.Count > 1)
        {
            var parts = new JsonArray([.. head.SelectMany(message => Parts(message["content"]))]);
            messages.Insert(0, new JsonObject { ["role"] = "system", ["content"] = parts });
        }

        request["messages"] = new JsonArray([.. messages.Select(message => message.DeepClone())]);
        if (request["stop"] is JsonValue stop) request["stop"] = new JsonArray(stop.DeepClone());
        if (request.Remove("max_tokens", out var largest)) request["max_completion_tokens"] = largest;
        if (request["tools"] is JsonArray { Count: 0 }) request.Remove("tools");
        request.Remove("stream_options");
        if (request["stream"]?.GetValue<bool>() is false) request.Remove("stream");
        if (request["stream"] is not null) request["stream_options"] = new JsonObject { ["include_usage"] = true };
        return request;
    }

    private static JsonObject Message(JsonObject message)
    {
        DropNulls(message);
        string role = Role(message);
        if (role == "developer") message["role"] = "system";
        if (message.Remove("reasoning", out var thought) && message["reasoning_content"] is null) message["reasoning_content"] = thought;
        if (message["reasoning_content"] is null && message["reasoning_details"] is JsonArray details)
        {
            message["reasoning_content"] = string.Concat(details.Select(detail => detail!["text"] ?? detail["summary"]));
        }

        if (message["reasoning_content"]?.ToString() is "") message.Remove("reasoning_content");
        foreach (var call in message["tool_calls"] as JsonArray ?? []) call!["function"]?.AsObject().Remove("parsed_arguments");
        if (message["annotations"] is JsonArray { Count: 0 }) message.Remove("annotations");
        if (message["content"] is JsonArray content) message["content"] = Content(content);
        if (message["content"] is null) message["content"] = role == "assistant" ? null : "";
        return message;
    }

    private static JsonNode Content(JsonArray content)
    {
        var parts = Parts(content).ToList();
        return parts is [JsonObject { Count: 2 } only] && only["type"]!.ToString() == "text" ? only["text"]!.DeepClone() : new JsonArray([.. parts]);
    }

    private static IEnumerable<JsonNode?> Parts(JsonNode? content)
    {
        if (content is not JsonArray parts)
        {
            yield return new JsonObject { ["type"] = "text", ["text"] = content?.DeepClone() };
            yield break;
        }

        foreach (var part in parts)
        {
            if (part is not JsonObject known)
            {
                yield return new JsonObject { ["type"] = "text", ["text"] = part?.DeepClone() };
                continue;
            }

            var copy = known.DeepClone().AsObject();
            foreach (string name in copy.Select(member => member.Key).Where(name => !PartMembers.Contains(name)).ToList()) copy.Remove(name);
            if (copy["cache_control"]?["ttl"]?.ToString() is "5m") copy["cache_control"]!.AsObject().Remove("ttl");
            yield return copy;
        }
    }

    private static string Role(JsonObject message) => message["role"]!.ToString();

    private static bool Texts(JsonObject message) =>
        message["content"] is not JsonArray parts || parts.All(part => part is JsonValue || part?["type"]?.ToString() == "text");

    private static void DropNulls(JsonObject value)
    {
        foreach (string name in value.Where(member => member.Value is null).Select(member => member.Key).ToList()) value.Remove(name);
    }
}
