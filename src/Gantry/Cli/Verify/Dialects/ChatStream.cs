using System.Text;
using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>
/// The grammar of a chat stream: chunks of one id, the role first, content, a finish reason, at most one usage chunk without
/// choices, then <c>[DONE]</c>.
/// </summary>
internal static class ChatStream
{
    public const string Done = "[DONE]";

    public static StreamReading Read(IReadOnlyList<SseFrame> frames)
    {
        var text = new StringBuilder();
        var tools = new ChatToolCalls();
        string? id = null, finish = null, fault = null;
        TokenCounts? usage = null;
        var roleSeen = false;
        var done = false;
        foreach (var frame in frames)
        {
            if (frame.Data.Trim() == Done)
            {
                if (done) fault ??= "[DONE] comes twice";
                done = true;
                continue;
            }
            if (done) fault ??= "a chunk follows [DONE]";
            var chunk = frame.Json;
            if (chunk.At("object").Text() != "chat.completion.chunk") fault ??= "a frame is not a chat.completion.chunk";
            id ??= chunk.At("id").Text();
            if (chunk.At("id").Text() != id || id is null) fault ??= "the chunks do not share one id";
            usage = Counts(chunk.At("usage")) ?? usage;

            // Azure begins with a chunk that has filter results and no choice.
            if (chunk.At("choices").At(0) is not { } choice) continue;
            var delta = choice.At("delta");
            if (!roleSeen && delta.At("role").Text() != "assistant") fault ??= "the first delta has no role \"assistant\"";
            roleSeen = true;
            var content = delta.At("content").Text();
            var calls = delta.At("tool_calls").Items().ToList();
            if (finish is not null && (!string.IsNullOrEmpty(content) || calls.Count > 0)) fault ??= "content follows the finish reason";
            text.Append(content);
            calls.ForEach(tools.Add);
            finish = choice.At("finish_reason").Text() ?? finish;
        }
        return new StreamReading
        {
            Text = text.ToString(),
            Usage = usage,
            Tools = tools.Joined(),
            ToolFault = tools.Fault,
            OrderFault = frames.Count == 0 ? "there are no events" : fault,
            EndFault = finish is null ? "no chunk has a finish_reason" : !done ? "[DONE] is missing" : null,
        };
    }

    /// <summary>The counts of a usage object; null when there is none.</summary>
    public static TokenCounts? Counts(JsonNode? usage) =>
        usage.At("prompt_tokens").Number() is { } input && usage.At("completion_tokens").Number() is { } output
            ? new TokenCounts(input, output, usage.At("total_tokens").Number())
            {
                Cached = usage.At("prompt_tokens_details").At("cached_tokens").Number() ?? 0,
                Reasoning = usage.At("completion_tokens_details").At("reasoning_tokens").Number() ?? 0,
            }
            : null;

    /// <summary>Whether the chunk carries usage and nothing else: the one that only <c>include_usage</c> asks for.</summary>
    public static bool IsUsageOnly(SseFrame frame) =>
        frame.Json.At("choices") is JsonArray { Count: 0 } && frame.Json.At("usage") is JsonObject;
}
