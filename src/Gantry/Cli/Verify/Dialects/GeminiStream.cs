using System.Text;
using System.Text.Json.Nodes;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>
/// The grammar of a Gemini stream, whether its chunks came as events or as an array: each chunk is a whole answer in small, nothing
/// is said after the finish reason, and the usage that stands is the last.
/// </summary>
internal static class GeminiStream
{
    private static readonly string[] Known = ["candidates", "usageMetadata", "promptFeedback"];

    public static StreamReading Read(IReadOnlyList<JsonNode?> chunks)
    {
        var text = new StringBuilder();
        string? fault = null, finish = null;
        TokenCounts? usage = null;
        var tools = new List<ToolUse>();
        foreach (var chunk in chunks)
        {
            if (chunk is not JsonObject) fault ??= "a chunk is not a JSON object";
            else if (!Known.Any(chunk.Has)) fault ??= "a chunk has neither candidates nor usage";
            var said = TextOf(chunk);
            var calls = ToolsOf(chunk);
            if (finish is not null && (said.Length > 0 || calls.Count > 0)) fault ??= "content follows the finish reason";
            text.Append(said);
            tools.AddRange(calls);
            usage = Counts(chunk.At("usageMetadata")) ?? usage;
            finish = chunk.At("candidates").At(0).At("finishReason").Text() ?? finish;
        }
        return new StreamReading
        {
            Text = text.ToString(),
            Usage = usage,
            Tools = tools,
            OrderFault = chunks.Count == 0 ? "there are no events" : fault,
            EndFault = finish is null ? "no chunk has a finishReason" : null,
        };
    }

    /// <summary>The visible text of a chunk or a whole answer, thoughts left out.</summary>
    public static string TextOf(JsonNode? answer) => string.Concat(answer.At("candidates").At(0).At("content").At("parts").Items()
        .Where(part => !IsThought(part))
        .Select(part => part.At("text").Text()));

    public static IReadOnlyList<ToolUse> ToolsOf(JsonNode? answer) =>
    [
        .. answer.At("candidates").At(0).At("content").At("parts").Items()
            .Select(part => part.At("functionCall"))
            .Where(call => call is not null)
            .Select(call => new ToolUse(call.At("name").Text() ?? "", call.At("id").Text(), call.At("args")?.ToJsonString() ?? "")),
    ];

    /// <summary>The counts of a usageMetadata object; null when there is none. Chunks before the last may lack the output.</summary>
    public static TokenCounts? Counts(JsonNode? usage)
    {
        if (usage.At("promptTokenCount").Number() is not { } prompt) return null;
        var output = (usage.At("candidatesTokenCount").Number() ?? 0) + (usage.At("thoughtsTokenCount").Number() ?? 0);
        return new TokenCounts(prompt + (usage.At("toolUsePromptTokenCount").Number() ?? 0), output, usage.At("totalTokenCount").Number())
        {
            Cached = usage.At("cachedContentTokenCount").Number() ?? 0,
            Reasoning = usage.At("thoughtsTokenCount").Number() ?? 0,
        };
    }

    private static bool IsThought(JsonNode? part) =>
        part.At("thought") is JsonValue value && value.TryGetValue<bool>(out var thought) && thought;
}
