using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Protocols.Tests.Converse;

/// <summary>The differences that reading and writing may make, worked out on plain JSON.</summary>
internal static class ConverseForms
{
    public static JsonNode Request(ReadOnlySpan<byte> body)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        foreach (var (name, value) in root.ToArray())
        {
            if (value is JsonObject { Count: 0 } || (value is JsonArray { Count: 0 } && name != "messages")) root.Remove(name);
        }

        foreach (var message in root["messages"]!.AsArray()) Content(message!["content"]!.AsArray());
        Content(root["system"] as JsonArray ?? []);
        Content(root["toolConfig"]?["tools"] as JsonArray ?? []);
        return root;
    }

    public static JsonNode Answer(ReadOnlySpan<byte> body)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        foreach (string name in (string[])["metrics", "usage", "trace", "performanceConfig"]) root.Remove(name);
        Content(root["output"]!["message"]!["content"]!.AsArray());
        return root;
    }

    private static void Content(JsonArray blocks)
    {
        foreach (var block in blocks)
        {
            if (block!["toolUse"] is JsonObject call) Drop(call, "type", "tool_use");
            if (block["cachePoint"] is JsonObject mark) Drop(mark, "ttl", "5m");
            if (block["toolResult"] is not JsonObject result) continue;
            if (result["type"] is not null) continue;
            Drop(result, "status", "success");
            Content(result["content"]!.AsArray());
        }
    }

    private static void Drop(JsonObject holder, string name, string value)
    {
        if (holder[name]?.GetValueKind() == JsonValueKind.String && holder[name]!.GetValue<string>() == value) holder.Remove(name);
    }
}
