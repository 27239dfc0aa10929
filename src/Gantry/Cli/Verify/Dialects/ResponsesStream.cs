using System.Text;
using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>
/// The grammar of a Responses stream: <c>response.created</c> first, sequence numbers from 0 upwards by one, each item added, filled
/// and done, one terminal event that carries the whole response.
/// </summary>
internal static class ResponsesStream
{
    private static readonly string[] Terminals = ["response.completed", "response.incomplete", "response.failed"];

    public static StreamReading Read(IReadOnlyList<SseFrame> frames)
    {
        var text = new StringBuilder();
        var open = new HashSet<long>();
        var parts = new HashSet<(long, long)>();
        string? fault = null, end = null, id = null;
        TokenCounts? usage = null;
        var tools = new List<ToolUse>();
        var written = new Dictionary<long, StringBuilder>();
        string? toolFault = null;
        long? sequence = null;
        foreach (var frame in frames)
        {
            var data = frame.Json;
            var type = data.At("type").Text();
            fault ??= Envelope(frame, type, data.At("sequence_number").Number(), sequence);
            sequence = data.At("sequence_number").Number() ?? sequence;
            if (end is not null) fault ??= $"{type} follows {end}";
            if (frame == frames[0] && type != "response.created") fault ??= $"the first event is {type}, expected response.created";

            var item = data.At("output_index").Number() ?? -1;
            var part = (item, data.At("content_index").Number() ?? -1);
            switch (type)
            {
                case "response.output_item.added":
                    if (!open.Add(item)) fault ??= $"output item {item} is added twice";
                    break;
                case "response.output_item.done":
                    if (!open.Remove(item)) fault ??= $"output item {item} is done before it was added";
                    if (ResponsesDialect.ToolOf(data.At("item")) is { } tool)
                    {
                        tools.Add(tool);
                        if (written.TryGetValue(item, out var deltas) && deltas.ToString() != tool.Arguments)
                            toolFault ??= "the arguments of a finished call are not its deltas joined";
                    }
                    break;
                case "response.content_part.added":
                    if (!open.Contains(item)) fault ??= $"a part of output item {item} comes outside the item";
                    parts.Add(part);
                    break;
                case "response.content_part.done":
                    if (!parts.Remove(part)) fault ??= $"a part of output item {item} is done before it was added";
                    break;
                case "response.output_text.delta":
                    if (!parts.Contains(part)) fault ??= "a text delta comes outside its content part";
                    text.Append(data.At("delta").Text());
                    break;
                case "response.function_call_arguments.delta":
                    if (!open.Contains(item)) fault ??= "an arguments delta comes outside its item";
                    if (!written.TryGetValue(item, out var arguments)) written[item] = arguments = new StringBuilder();
                    arguments.Append(data.At("delta").Text());
                    break;
            }
            if (!Terminals.Contains(type)) continue;
            if (open.Count > 0) fault ??= $"{type} comes while an output item is open";
            end = type;
            id = data.At("response").At("id").Text();
            usage = Counts(data.At("response").At("usage"));
        }
        return new StreamReading
        {
            Text = text.ToString(),
            Usage = usage,
            Tools = tools,
            ToolFault = toolFault,
            OrderFault = frames.Count == 0 ? "there are no events" : fault,
            EndFault = end is null ? "response.completed is missing"
                : end != Terminals[0] ? $"the stream ends with {end}"
                : string.IsNullOrEmpty(id) ? "response.completed has no response.id"
                : null,
        };
    }

    /// <summary>The counts of a usage object; null when there is none.</summary>
    public static TokenCounts? Counts(JsonNode? usage) =>
        usage.At("input_tokens").Number() is { } input && usage.At("output_tokens").Number() is { } output
            ? new TokenCounts(input, output, usage.At("total_tokens").Number())
            {
                Cached = usage.At("input_tokens_details").At("cached_tokens").Number() ?? 0,
                Reasoning = usage.At("output_tokens_details").At("reasoning_tokens").Number() ?? 0,
            }
            : null;

    private static string? Envelope(SseFrame frame, string? type, long? number, long? previous)
    {
        if (type is null) return "an event has no type";
        if (frame.Event != type) return $"the event line says \"{frame.Event}\", its data {type}";
        // Keep-alives of OpenAI's own backend do not always take part in the count.
        if (type == "keepalive") return null;
        if (number is null) return $"{type} has no sequence_number";
        return previous is { } last && number != last + 1 ? $"sequence_number {number} follows {last}" : null;
    }
}
