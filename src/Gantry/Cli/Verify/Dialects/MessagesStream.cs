using System.Text;
using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>
/// The grammar of a Messages stream: <c>message_start</c>, blocks one after the other with indexes from 0, <c>message_delta</c>,
/// <c>message_stop</c>; <c>ping</c> anywhere.
/// </summary>
internal static class MessagesStream
{
    public static StreamReading Read(IReadOnlyList<SseFrame> frames)
    {
        var text = new StringBuilder();
        var tools = new List<(string Name, string? Id, StringBuilder Arguments)>();
        string? fault = null;
        JsonNode? startUsage = null, endUsage = null;
        long next = 0;
        long? open = null;
        bool started = false, delta = false, stopped = false;
        foreach (var frame in frames)
        {
            var data = frame.Json;
            var type = data.At("type").Text();
            if (type is null || frame.Event != type) fault ??= $"the event line says \"{frame.Event}\", its data \"{type}\"";
            if (type == "ping") continue;
            if (stopped) fault ??= $"{type} follows message_stop";
            if (!started && type != "message_start") fault ??= $"{type} comes before message_start";
            var index = data.At("index").Number();
            switch (type)
            {
                case "message_start":
                    if (started) fault ??= "message_start comes twice";
                    started = true;
                    startUsage = data.At("message").At("usage");
                    break;
                case "content_block_start":
                    if (open is not null) fault ??= $"block {index} starts while block {open} is open";
                    if (index != next) fault ??= $"block {index} starts where block {next} is due";
                    if (delta) fault ??= "a block starts after message_delta";
                    open = index;
                    next++;
                    var block = data.At("content_block");
                    if (block.At("type").Text() == "tool_use")
                        tools.Add((block.At("name").Text() ?? "", block.At("id").Text(), new StringBuilder()));
                    break;
                case "content_block_delta":
                    if (open is null || open != index) fault ??= $"a delta for block {index} comes while that block is not open";
                    text.Append(data.At("delta").At("text").Text());
                    if (data.At("delta").At("partial_json").Text() is { } piece && tools.Count > 0) tools[^1].Arguments.Append(piece);
                    break;
                case "content_block_stop":
                    if (open is null || open != index) fault ??= $"block {index} stops while it is not open";
                    open = null;
                    break;
                case "message_delta":
                    if (open is not null) fault ??= "message_delta comes while a block is open";
                    delta = true;
                    endUsage = data.At("usage");
                    break;
                case "message_stop":
                    if (!delta) fault ??= "message_stop comes without message_delta";
                    stopped = true;
                    break;
            }
        }
        return new StreamReading
        {
            Text = text.ToString(),
            Usage = Counts(startUsage, endUsage),
            Tools = [.. tools.Select(tool => new ToolUse(tool.Name, tool.Id, tool.Arguments.ToString()))],
            OrderFault = frames.Count == 0 ? "there are no events" : fault,
            EndFault = stopped ? null : "message_stop is missing",
        };
    }

    /// <summary>The counts of a usage object, where the later one overrules the earlier one member by member.</summary>
    public static TokenCounts? Counts(JsonNode? first, JsonNode? later)
    {
        if (Last("input_tokens") is not { } fresh || Last("output_tokens") is not { } output) return null;
        var input = fresh + (Last("cache_read_input_tokens") ?? 0) + (Last("cache_creation_input_tokens") ?? 0);
        var (written, lifetimes) = (Last("cache_creation_input_tokens"), later.At("cache_creation") ?? first.At("cache_creation"));
        return new TokenCounts(input, output, null)
        {
            Cached = Last("cache_read_input_tokens") ?? 0,
            Written = written is { } all && lifetimes is JsonObject
                ? (all, (lifetimes.At("ephemeral_5m_input_tokens").Number() ?? 0) + (lifetimes.At("ephemeral_1h_input_tokens").Number() ?? 0))
                : null,
        };

        long? Last(string name) => later.At(name).Number() ?? first.At(name).Number();
    }
}
