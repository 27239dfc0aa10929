using System.Buffers.Text;
using System.Text;

namespace Gantry.Bench.Growth;

/// <summary>As much of HTTP/1.1 as these measurements need: where a message ends.</summary>
internal static class HttpText
{
    /// <summary>Whether a message with a length, or in chunks, has come to its end.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> message)
    {
        var head = message.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        if (Length(message[..head]) is { } length) return message.Length >= head + 4 + length;
        // A chunk of none, and trailers perhaps.
        var end = message[head..].LastIndexOf("\r\n0\r\n"u8);
        return end >= 0 && message.EndsWith("\r\n\r\n"u8);
    }

    /// <summary>The status, 0 where there is none yet.</summary>
    public static int Status(ReadOnlySpan<byte> message) => message.Length > 12 && Utf8Parser.TryParse(message.Slice(9, 3), out int status, out _) ? status : 0;

    static long? Length(ReadOnlySpan<byte> head)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > 15 && Ascii.EqualsIgnoreCase(line[..15], "content-length:"u8) && Utf8Parser.TryParse(line[15..].TrimStart((byte)' '), out long length, out _)) return length;
        }

        return null;
    }
}
