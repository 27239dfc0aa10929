using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gantry.Simulator.Framing;

/// <summary>Writes JSON strings as the vendors do: UTF-8 stays as it is, only what must be escaped is.</summary>
internal static class JsonText
{
    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x20).Select(code => (char)code)) + "\"\\");

    /// <summary>A JSON string token with its quotes, or <c>null</c>.</summary>
    public static string Quote(string? text)
    {
        if (text is null) return "null";
        if (!text.AsSpan().ContainsAny(MustEscape)) return "\"" + text + "\"";
        var builder = new StringBuilder(text.Length + 16).Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => builder.Append("\\\""),
                '\\' => builder.Append("\\\\"),
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                < ' ' => builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => builder.Append(character),
            };
        }
        return builder.Append('"').ToString();
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
