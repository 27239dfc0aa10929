using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Tools that providers define: which they are, and how another provider spells the same one.</summary>
internal static class HostedTools
{
    /// <summary>The <c>type</c> of the definition; Gemini has the name of a member for it.</summary>
    public static string TypeOf(Tool tool)
    {
        if (tool.From != Protocol.Messages) return tool.Name;
        return Messages.MessagesMembers.Read(tool.Raw).TakeText("type")?.ToString() ?? tool.Name;
    }

    public static HostedKind KindOf(string type) => type switch
    {
        "googleSearch" or "googleSearchRetrieval" => HostedKind.WebSearch,
        "urlContext" => HostedKind.UrlFetch,
        "codeExecution" or "code_interpreter" => HostedKind.Code,
        "mcp" or "mcp_toolset" or "mcpServers" => HostedKind.Mcp,
        "local_shell" or "shell" or "apply_patch" => HostedKind.Client,
        "file_search" or "fileSearch" or "image_generation" or "googleMaps" or "computerUse" or "enterpriseWebSearch" or "retrieval" => HostedKind.Other,
        "computer" or "computer_use_preview" or "tool_search" or "programmatic_tool_calling" => HostedKind.Other,
        _ when Begins(type, "web_search") => HostedKind.WebSearch,
        _ when Begins(type, "web_fetch_") => HostedKind.UrlFetch,
        _ when Begins(type, "code_execution_") => HostedKind.Code,
        _ when Begins(type, "bash_") || Begins(type, "text_editor_") || Begins(type, "computer_") || Begins(type, "memory_") => HostedKind.Client,
        _ when Begins(type, "tool_search_") || Begins(type, "advisor_") => HostedKind.Other,
        _ => HostedKind.Unknown,
    };

    /// <summary>The target's own tool of the kind; absent where it has none.</summary>
    public static JsonSlice Spell(Tool tool, HostedKind kind, Protocol target, LossLog losses, string path)
    {
        var plain = (target, kind) switch
        {
            (Protocol.Responses, HostedKind.WebSearch) => "{\"type\":\"web_search\""u8,
            (Protocol.Responses, HostedKind.Code) => "{\"type\":\"code_interpreter\",\"container\":{\"type\":\"auto\"}"u8,
            (Protocol.Messages, HostedKind.WebSearch) => "{\"type\":\"web_search_20250305\",\"name\":\"web_search\""u8,
            (Protocol.Messages, HostedKind.UrlFetch) => "{\"type\":\"web_fetch_20250910\",\"name\":\"web_fetch\""u8,
            (Protocol.Messages, HostedKind.Code) => "{\"type\":\"code_execution_20250522\",\"name\":\"code_execution\""u8,
            (Protocol.Gemini, HostedKind.WebSearch) => "{\"googleSearch\":{}"u8,
            (Protocol.Gemini, HostedKind.UrlFetch) => "{\"urlContext\":{}"u8,
            (Protocol.Gemini, HostedKind.Code) => "{\"codeExecution\":{}"u8,
            _ => default,
        };
        if (plain.IsEmpty) return default;
        var raw = new ArrayBufferWriter<byte>(256);
        raw.Write(plain);
        if (kind == HostedKind.WebSearch) Search(tool, target, raw, losses, path);
        raw.Write("}"u8);
        return new JsonSlice(raw.WrittenMemory);
    }

    /// <summary>The definition without lists of domains that are empty: they are refused.</summary>
    public static JsonSlice WithoutEmptyDomains(JsonSlice raw)
    {
        if (raw.Span.IndexOf("_domains\""u8) < 0) return raw;
        using var document = JsonDocument.Parse(raw.Memory, new JsonDocumentOptions { MaxDepth = 512 });
        if (!document.RootElement.EnumerateObject().Any(IsEmptyList)) return raw;
        var kept = new ArrayBufferWriter<byte>(raw.Span.Length);
        using (var json = new Utf8JsonWriter(kept, WireJson.Options))
        {
            json.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (IsEmptyList(member)) continue;
                json.WritePropertyName(member.Name);
                json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        return new JsonSlice(kept.WrittenMemory);
    }

    private static bool IsEmptyList(JsonProperty member) =>
        member.Name is "allowed_domains" or "blocked_domains" && (member.Value.ValueKind == JsonValueKind.Null || IsList(member.Value) && member.Value.GetArrayLength() == 0);

    private static bool IsList(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    // Where the search may look, and from where it is asked: the same words at OpenAI and Anthropic, none at Google.
    private static void Search(Tool tool, Protocol target, ArrayBufferWriter<byte> raw, LossLog losses, string path)
    {
        using var document = JsonDocument.Parse(tool.Raw.Memory, new JsonDocumentOptions { MaxDepth = 512 });
        var root = document.RootElement;
        var filters = root.TryGetProperty("filters", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : root;
        foreach (string name in (string[])["allowed_domains", "blocked_domains", "user_location", "max_uses"])
        {
            var holder = name.EndsWith("_domains", StringComparison.Ordinal) ? filters : root;
            if (!holder.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null || IsList(value) && value.GetArrayLength() == 0) continue;
            bool isSaid = target == Protocol.Messages || target == Protocol.Responses && name is "allowed_domains" or "user_location" && target != Protocol.Gemini;
            if (!isSaid)
            {
                losses.Note("param_dropped:" + name, path + "." + name);
                continue;
            }

            bool isFilter = target == Protocol.Responses && name == "allowed_domains";
            raw.Write(isFilter ? ",\"filters\":{\""u8 : ",\""u8);
            raw.Write(System.Text.Encoding.UTF8.GetBytes(name));
            raw.Write("\":"u8);
            raw.Write(System.Text.Encoding.UTF8.GetBytes(value.GetRawText()));
            if (isFilter) raw.Write("}"u8);
        }
    }

    private static bool Begins(string type, string with) => type.StartsWith(with, StringComparison.Ordinal);
}
