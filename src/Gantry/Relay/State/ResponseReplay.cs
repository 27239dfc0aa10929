using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gantry.Relay.State;

/// <summary>A finished response told once more as the events of a stream.</summary>
internal static class ResponseReplay
{
    /// <param name="response">The response.</param>
    /// <param name="startingAfter">The sequence number of the last event that the client has; -1 for none.</param>
    public static byte[] Write(ReadOnlyMemory<byte> response, long startingAfter = -1)
    {
        var output = new ArrayBufferWriter<byte>(2 * response.Length + 1024);
        var events = new Events(output, startingAfter);
        var begun = Begun(response);
        events.Add("response.created", ("response", begun));
        events.Add("response.in_progress", ("response", begun));
        var items = Transcript.Output(response);
        for (var i = 0; i < items.Count; i++)
        {
            var index = Number(i);
            var members = JsonCut.Members(items[i].Json);
            events.Add("response.output_item.added", ("output_index", index), ("item", Opened(members)));
            Contents(events, items[i], members, index);
            events.Add("response.output_item.done", ("output_index", index), ("item", items[i].Json));
        }

        var status = JsonCut.Text(JsonCut.Member(response, "status"));
        events.Add(status is "incomplete" or "failed" ? "response." + status : "response.completed", ("response", response));
        return output.WrittenSpan.ToArray();
    }

    private static void Contents(
        Events events, TranscriptItem item, List<KeyValuePair<string, ReadOnlyMemory<byte>>> members, ReadOnlyMemory<byte> index)
    {
        var id = JsonCut.Member(members, "id");
        switch (item.Type)
        {
            case "function_call":
                Whole(events, "response.function_call_arguments", "arguments", JsonCut.Member(members, "arguments"), ("item_id", id), ("output_index", index));
                return;
            case "custom_tool_call":
                Whole(events, "response.custom_tool_call_input", "input", JsonCut.Member(members, "input"), ("item_id", id), ("output_index", index));
                return;
            case "reasoning":
                Parts(events, JsonCut.Member(members, "summary"), "reasoning_summary_part", "reasoning_summary_text", "summary_index", id, index);
                return;
            case "message":
                Parts(events, JsonCut.Member(members, "content"), "content_part", "output_text", "content_index", id, index);
                return;
        }
    }

    private static void Parts(
        Events events, ReadOnlyMemory<byte> parts, string partName, string textName, string indexName, ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> index)
    {
        if (parts.IsEmpty || parts.Span[0] != '[')
        {
            return;
        }

        var at = 0;
        foreach (var part in JsonCut.Elements(parts))
        {
            (string, ReadOnlyMemory<byte>)[] place = [("item_id", id), ("output_index", index), (indexName, Number(at++))];
            var members = JsonCut.Members(part);
            var isRefusal = JsonCut.Text(JsonCut.Member(members, "type")) == "refusal";
            var word = isRefusal ? "refusal" : "text";
            var empty = JsonCut.Object(members.Select(member => member.Key == word ? new(word, "\"\""u8.ToArray()) : member));
            events.Add($"response.{partName}.added", [.. place, ("part", empty)]);
            Whole(events, "response." + (isRefusal ? "refusal" : textName), word, JsonCut.Member(members, word), place);
            events.Add($"response.{partName}.done", [.. place, ("part", part)]);
        }
    }

    private static void Whole(Events events, string name, string member, ReadOnlyMemory<byte> text, params (string, ReadOnlyMemory<byte>)[] place)
    {
        if (text.IsEmpty)
        {
            return;
        }

        // Typed clients demand the list of probabilities beside the text of an answer.
        (string, ReadOnlyMemory<byte>)[] more = name == "response.output_text" ? [("logprobs", "[]"u8.ToArray())] : [];
        events.Add(name + ".delta", [.. place, ("delta", text), .. more]);
        events.Add(name + ".done", [.. place, (member, text), .. more]);
    }

    private static byte[] Begun(ReadOnlyMemory<byte> response) => JsonCut.Object(JsonCut.Members(response).Select(member => member.Key switch
    {
        "status" => new(member.Key, "\"in_progress\""u8.ToArray()),
        "output" => new(member.Key, "[]"u8.ToArray()),
        "usage" or "incomplete_details" or "error" => new(member.Key, "null"u8.ToArray()),
        _ => member,
    }));

    private static byte[] Opened(List<KeyValuePair<string, ReadOnlyMemory<byte>>> item) => JsonCut.Object(item.Select(member => member.Key switch
    {
        "status" => new(member.Key, "\"in_progress\""u8.ToArray()),
        "content" or "summary" when member.Value.Span[0] == '[' => new(member.Key, "[]"u8.ToArray()),
        "arguments" or "input" when member.Value.Span[0] == '"' => new(member.Key, "\"\""u8.ToArray()),
        _ => member,
    }));

    private static ReadOnlyMemory<byte> Number(long number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private sealed class Events(ArrayBufferWriter<byte> output, long startingAfter)
    {
        private long _sequence;

        public void Add(string type, params (string Name, ReadOnlyMemory<byte> Value)[] members)
        {
            var number = _sequence++;
            if (number <= startingAfter)
            {
                return;
            }

            output.Write(Encoding.UTF8.GetBytes($"event: {type}\ndata: "));
            output.Write(JsonCut.Object(
            [
                new("type", Encoding.UTF8.GetBytes($"\"{type}\"")),
                new("sequence_number", Number(number)),
                .. members.Select(member => new KeyValuePair<string, ReadOnlyMemory<byte>>(member.Name, member.Value)),
            ]));
            output.Write("\n\n"u8);
        }
    }
}
