using System.Buffers;

namespace Gantry.Protocols.Tools;

/// <summary>Valid JSON without white space between its tokens; every token byte for byte.</summary>
internal static class CompactJson
{
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r\n"u8);

    public static byte[] Of(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(json.Length, 1));
        while (!json.IsEmpty)
        {
            int length;
            if (json[0] == '"')
            {
                length = StringLength(json);
            }
            else if (Space.Contains(json[0]))
            {
                json = json[1..];
                continue;
            }
            else
            {
                length = json.IndexOfAny("\" \t\r\n"u8) is var end and >= 0 ? end : json.Length;
            }

            output.Write(json[..length]);
            json = json[length..];
        }

        return output.WrittenSpan.ToArray();
    }

    private static int StringLength(ReadOnlySpan<byte> json)
    {
        int at = 1;
        while (json[at] != '"')
        {
            at += json[at] == '\\' ? 2 : Math.Max(1, json[at..].IndexOfAny((byte)'"', (byte)'\\'));
        }

        return at + 1;
    }
}
