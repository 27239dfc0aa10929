namespace Gantry.Protocols.Responses;

/// <summary>Sorts the event names of Responses streams.</summary>
internal static class ResponsesEvents
{
    public static ResponsesEvent Classify(ReadOnlySpan<byte> type)
    {
        if (type.SequenceEqual("error"u8)) return ResponsesEvent.Error;
        if (!type.StartsWith("response."u8)) return ResponsesEvent.Preamble;   // keepalive, rate limits
        type = type["response."u8.Length..];
        if (type.EndsWith(".delta"u8)) return ResponsesEvent.Delta;
        if (type.SequenceEqual("output_item.added"u8)) return ResponsesEvent.ItemAdded;
        if (type.SequenceEqual("completed"u8) || type.SequenceEqual("incomplete"u8) || type.SequenceEqual("failed"u8))
        {
            return ResponsesEvent.Terminal;
        }

        return type.SequenceEqual("created"u8) || type.SequenceEqual("in_progress"u8) || type.SequenceEqual("queued"u8)
            || type.SequenceEqual("content_part.added"u8) || type.SequenceEqual("reasoning_summary_part.added"u8)
                ? ResponsesEvent.Preamble
                : ResponsesEvent.Content;
    }

    /// <summary>The type of an event from its name or, where it has none, from the first member of its data; empty when neither tells.</summary>
    public static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (!name.IsEmpty) return name;
        if (!data.StartsWith("{\"type\":"u8)) return default;
        var value = data["{\"type\":"u8.Length..].TrimStart((byte)' ');
        if (value.IsEmpty || value[0] != '"') return default;
        int end = value[1..].IndexOf((byte)'"');
        return end < 0 ? default : value.Slice(1, end);
    }
}
