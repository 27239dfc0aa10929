using Gantry.Protocols.Json;

namespace Gantry.Protocols.Framing;

/// <summary>Reads the fields of one complete event.</summary>
internal static class SseFields
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Takes name and data out of the raw event.</summary>
    /// <param name="raw">All bytes of the event, its blank line included.</param>
    /// <param name="isFirst">The event opens the stream: a byte order mark before it is skipped.</param>
    /// <param name="joined">Scratch space that holds the data when it came in several lines.</param>
    public static SseEvent Read(ReadOnlySpan<byte> raw, bool isFirst, ref PieceBuffer joined)
    {
        var rest = isFirst && raw.StartsWith(ByteOrderMark) ? raw[ByteOrderMark.Length..] : raw;
        ReadOnlySpan<byte> name = default, data = default;
        int dataLines = 0;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];

            // Behind a CR the LF of a CRLF reads as one more blank line, which says nothing.
            if (TryField(line, "data"u8, out var value))
            {
                if (++dataLines == 1)
                {
                    data = value;
                    continue;
                }

                if (dataLines == 2)
                {
                    joined.Clear();
                    joined.Append(data);
                }

                joined.Append("\n"u8);
                joined.Append(value);
            }
            else if (TryField(line, "event"u8, out value))
            {
                name = value;
            }
        }

        return new SseEvent { Raw = raw, Name = name, Data = dataLines > 1 ? joined.Span : data, HasData = dataLines > 0 };
    }

    private static bool TryField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith(field)) return false;
        if (line.Length == field.Length) return true;
        if (line[field.Length] != ':') return false;
        value = line[(field.Length + 1)..];
        if (!value.IsEmpty && value[0] == ' ') value = value[1..];
        return true;
    }
}
