using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Protocols.Tests.Messages;

/// <summary>The differences that reading and writing may make, worked out on plain JSON.</summary>
internal static class MessagesForms
{
    public static JsonNode Request(ReadOnlySpan<byte> body)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        root.Remove("model");
        if (root["stream"] is { } stream && stream.GetValueKind() == JsonValueKind.False) root.Remove("stream");
        if (root["tool_choice"]?["disable_parallel_tool_use"]?.GetValueKind() == JsonValueKind.False) root["tool_choice"]!.AsObject().Remove("disable_parallel_tool_use");
        if (root["output_format"] is { } format)
        {
            root.Remove("output_format");
            root["output_config"] ??= new JsonObject();
            root["output_config"]!["format"] = format;
        }

        foreach (string list in (string[])["system", "tools", "stop_sequences"])
        {
            if (root[list] is JsonArray { Count: 0 }) root.Remove(list);
        }

        Content(root, "system");
        foreach (var message in root["messages"]!.AsArray()) Content(message!, "content");
        foreach (var tool in root["tools"] as JsonArray ?? []) Mark(tool!.AsObject());
        return root;
    }

    public static JsonNode Answer(ReadOnlySpan<byte> body)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        foreach (string name in (string[])["id", "container", "context_management", "stop_details", "usage"]) root.Remove(name);
        foreach (var block in root["content"]!.AsArray())
        {
            if (block!["citations"] is null) block.AsObject().Remove("citations");
            if (block["type"]!.GetValue<string>() == "tool_use") block["caller"] ??= new JsonObject { ["type"] = "direct" };
        }

        return root;
    }

    private static void Content(JsonNode holder, string member)
    {
        if (holder[member] is JsonValue text && text.GetValueKind() == JsonValueKind.String)
        {
            holder[member] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text.DeepClone() });
        }

        foreach (var node in holder[member] as JsonArray ?? [])
        {
            var block = node!.AsObject();
            Mark(block);
            if (block["caller"]?["type"]?.GetValue<string>() == "direct" && block["type"]!.GetValue<string>() == "tool_use") block.Remove("caller");
            if (block["type"]!.GetValue<string>() != "tool_result") continue;
            if (block["is_error"]?.GetValueKind() == JsonValueKind.False) block.Remove("is_error");
            if (block["content"] is JsonArray { Count: 0 }) block.Remove("content");
            Content(block, "content");
        }
    }

    private static void Mark(JsonObject block)
    {
        if (block["cache_control"] is JsonObject mark && mark["ttl"]?.GetValue<string>() == "5m") mark.Remove("ttl");
    }
}
