using Gantry.Protocols;

namespace Gantry.Relay.State;

/// <summary>Conversations as lists of items: read, joined, written.</summary>
internal static class Transcript
{
    /// <summary>Reads an <c>input</c>: a text stands for one message of the user.</summary>
    /// <exception cref="ProtocolException">It is neither a text nor an array.</exception>
    public static List<TranscriptItem> Read(ReadOnlyMemory<byte> input)
    {
        switch (input.IsEmpty ? (byte)'[' : input.Span[0])
        {
            case (byte)'"':
                return [Message(input.Span)];
            case (byte)'[':
                return input.IsEmpty ? [] : [.. JsonCut.Elements(input).Select(TranscriptItem.Read)];
            default:
                throw new ProtocolException("A text or an array of items is expected.", "input");
        }
    }

    /// <summary>The items that a response has said.</summary>
    public static List<TranscriptItem> Output(ReadOnlyMemory<byte> response)
    {
        var output = JsonCut.Member(response, "output");
        return output.IsEmpty || output.Span[0] != '[' ? [] : Read(output);
    }

    public static byte[] Write(IEnumerable<TranscriptItem> items) => JsonCut.Array([.. items.Select(item => item.Json)]);

    /// <summary>A message of the user.</summary>
    /// <param name="text">A JSON string token.</param>
    public static TranscriptItem Message(ReadOnlySpan<byte> text) =>
        TranscriptItem.Read((byte[])[.. """{"type":"message","role":"user","content":[{"type":"input_text","text":"""u8, .. text, .. "}]}"u8]);

    /// <summary>
    /// Puts what is new behind what was said. An id stands once: what is said again under it is left out, unless it is another call that some
    /// result belongs to. A trigger that is not the last item has done its work.
    /// </summary>
    public static List<TranscriptItem> Join(IReadOnlyList<TranscriptItem> earlier, IReadOnlyList<TranscriptItem> later)
    {
        var answered = earlier.Concat(later).Where(item => item is { IsOutput: true, CallId: not null }).Select(item => item.CallId!).ToHashSet(StringComparer.Ordinal);
        var joined = new List<TranscriptItem>(earlier.Count + later.Count);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var total = earlier.Count + later.Count;
        for (var i = 0; i < total; i++)
        {
            var item = i < earlier.Count ? earlier[i] : later[i - earlier.Count];
            if (item.Type == TranscriptItem.Trigger && i < total - 1)
            {
                continue;
            }

            if (item.Id is null || item.IsReference || places.TryAdd(item.Id, joined.Count))
            {
                joined.Add(item);
                continue;
            }

            var place = places[item.Id];
            var first = joined[place];
            if (item.CallId is null || item.CallId == first.CallId || (item.IsCall && !answered.Contains(item.CallId)))
            {
                continue;
            }

            if (first.IsCall && item.IsCall && !answered.Contains(first.CallId!))
            {
                // Nobody waits for the first: the id is the second's.
                joined[place] = default;
                places[item.Id] = joined.Count;
                joined.Add(item);
            }
            else
            {
                joined.Add(item.WithoutId());
            }
        }

        joined.RemoveAll(item => item.Json.IsEmpty);
        return joined;
    }
}
