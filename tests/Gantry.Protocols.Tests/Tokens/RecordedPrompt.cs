using System.Text;
using System.Text.Json;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tests.Metering;
using Gantry.Protocols.Tokens;

namespace Gantry.Protocols.Tests.Tokens;

/// <summary>A recorded request of text alone, with the prompt tokens that its answer reports.</summary>
internal sealed record RecordedPrompt(string Id, string Model, long Reported, JsonElement Body)
{
    // What a prompt of text does not have: media, tools that a vendor runs, state kept elsewhere, blobs that count in unknown ways.
    private static readonly string[] Foreign =
    [
        "\"image", "\"input_image", "\"input_file", "\"file", "\"inlineData", "\"inline_data", "\"input_audio", "\"audio\"", "\"document\"", "\"video",
        "previous_response_id", "\"conversation\"", "\"web_search", "\"code_execution", "\"code_interpreter", "\"mcp", "googleSearch", "codeExecution",
        "urlContext", "cachedContent", "encrypted_content", "\"signature\"", "thoughtSignature", "\"tool_search", "\"prompt\":", "\"container\"", "\"x_search",
        "\"web_fetch", "\"memory_", "\"bash_", "\"text_editor", "\"computer", "defer_loading", "\"web_search_options", "\"advisor", "\"reasoning_content\"",
        "\"image_generation", "\"custom\"", "\"grammar\"", "enterpriseWebSearch", "fileSearch", "\"file_search", "server_tool_use", "\"plugins\"", "redacted_thinking", "compaction", "google_search", "url_context", "guardrail", "task_budget", "thinking", "reasoning", "\"apply_patch", "\"shell\"",
    ];

    // Brokers that search by themselves, a recording whose long system text was cut out, answers that report tools the request does not show.
    private static readonly string[] Odd = ["web-search", "advisor", "perplexity", "prompt-cache-ca36e7ea", "with-native-options", "code-execution"];

    public static IEnumerable<RecordedPrompt> All()
    {
        foreach (string id in Recording.Ids())
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Recording.Folder!, id + ".json")));
            var request = file.RootElement.GetProperty("request");
            string protocol = file.RootElement.GetProperty("protocol").GetString()!;
            if (protocol is not ("chat" or "responses" or "messages" or "gemini" or "converse" or "invoke")) continue;
            if (!request.TryGetProperty("body", out var body) || body.ValueKind != JsonValueKind.Object) continue;
            if (Recording.Load(id) is not { Status: 200, Operation: not "retrieve" } recording) continue;
            string text = body.GetRawText();
            if (Array.Exists(Odd, word => id.Contains(word, StringComparison.Ordinal))) continue;
            if (Array.Exists(Foreign, word => text.Contains(word, StringComparison.OrdinalIgnoreCase))) continue;
            long reported = RecordingsTests.Read(recording, recording.Body.Length).Usage?.TotalInput ?? 0;
            if (reported > 0) yield return new(id, ModelOf(request, body), reported, body.Clone());
        }
    }

    public TokenEstimate Estimate(TokenFamily family)
    {
        var estimate = new TokenEstimate(family);
        foreach (string name in (string[])["system", "instructions", "systemInstruction", "system_instruction"])
        {
            if (!Body.TryGetProperty(name, out var system)) continue;
            estimate.AddMessage();
            Texts(system, estimate);
        }

        foreach (string name in (string[])["messages", "input", "contents"])
        {
            if (!Body.TryGetProperty(name, out var turns)) continue;
            if (turns.ValueKind == JsonValueKind.String) estimate.AddMessage();
            else foreach (var _ in turns.EnumerateArray()) estimate.AddMessage();
            Texts(turns, estimate);
        }

        if (Body.TryGetProperty("tools", out var tools)) Tools(tools, estimate);
        if (Body.TryGetProperty("toolConfig", out var config) && config.TryGetProperty("tools", out tools)) Tools(tools, estimate);
        foreach (string path in (string[])["response_format/json_schema/schema", "text/format/schema", "output_config/format/schema", "generationConfig/responseJsonSchema", "generationConfig/responseSchema"])
        {
            if (At(Body, path) is { } schema) estimate.AddSchema(Slice(schema));
        }

        return estimate;
    }

    private static void Tools(JsonElement tools, TokenEstimate estimate)
    {
        foreach (var tool in tools.EnumerateArray())
        {
            if (tool.TryGetProperty("functionDeclarations", out var several) || tool.TryGetProperty("function_declarations", out several)) Tools(several, estimate);
            else
            {
                var function = tool.TryGetProperty("function", out var inner) ? inner : tool.TryGetProperty("toolSpec", out inner) ? inner : tool;
                var schema = At(function, "parameters") ?? At(function, "parametersJsonSchema") ?? At(function, "inputSchema/json") ?? At(function, "input_schema");
                estimate.AddTool(Token(function, "name"), Token(function, "description"), schema is { } own ? Slice(own) : default);
            }
        }
    }

    // Every string below, but for the words of the frame.
    private static void Texts(JsonElement element, TokenEstimate estimate)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                estimate.AddText(new JsonText(Encoding.UTF8.GetBytes(element.GetRawText())));
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Texts(item, estimate);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Name is "role" or "type" or "id" or "tool_call_id" or "call_id" or "tool_use_id" or "toolUseId" or "cache_control" or "status" or "annotations" or "logprobs") continue;
                    if (member.Name is "args" or "input" or "response" && member.Value.ValueKind == JsonValueKind.Object) estimate.AddJson(Slice(member.Value));
                    else Texts(member.Value, estimate);
                }

                break;
        }
    }

    private static JsonElement? At(JsonElement element, string path)
    {
        foreach (string step in path.Split('/'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element)) return null;
        }

        return element.ValueKind == JsonValueKind.Object ? element : null;
    }

    private static JsonText Token(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? new JsonText(Encoding.UTF8.GetBytes(text.GetRawText())) : default;

    private static JsonSlice Slice(JsonElement element) => new(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(element)));

    private static string ModelOf(JsonElement request, JsonElement body)
    {
        if (body.TryGetProperty("model", out var model)) return model.GetString()!;
        string path = Uri.UnescapeDataString(request.GetProperty("path").GetString()!);
        string rest = path[(path.IndexOf("/model", StringComparison.Ordinal) + 1)..];
        rest = rest[(rest.IndexOf('/', StringComparison.Ordinal) + 1)..];
        int end = rest.IndexOfAny(['/', '?']);
        rest = end < 0 ? rest : rest[..end];
        int verb = rest.LastIndexOf(':');
        return verb > 0 && path.Contains("enerateContent", StringComparison.Ordinal) || path.Contains("countTokens", StringComparison.Ordinal) ? rest[..verb] : rest;
    }
}
