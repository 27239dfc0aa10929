using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>Small questions about one raw JSON value.</summary>
internal static class JsonProbe
{
    /// <summary>The text of a string token; null for anything else and for text that has no valid form.</summary>
    public static string? String(ReadOnlySpan<byte> json)
    {
        if (json.Length < 2 || json[0] != '"' || json[^1] != '"') return null;
        if (json.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(json[1..^1]);
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True for null, false, "", [] and {}: there is a member but nothing in it.</summary>
    public static bool IsEmpty(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json.SequenceEqual("null"u8) || json.SequenceEqual("false"u8)) return true;
        return json[0] switch
        {
            (byte)'"' => json.Length == 2,
            (byte)'{' or (byte)'[' => json.Length >= 2 && json[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0,
            _ => false,
        };
    }

    /// <summary>True when some member of this name has a value that begins with the byte given: a cheap look before a real one.</summary>
    /// <param name="json">Complete JSON text; a name inside a string has escaped quotes and is not taken for one.</param>
    /// <param name="quotedName">The name with its quotes.</param>
    /// <param name="first">First byte of the value.</param>
    public static bool HasMember(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName, byte first)
    {
        while (true)
        {
            int found = json.IndexOf(quotedName);
            if (found < 0) return false;
            json = json[(found + quotedName.Length)..];
            int value = json.IndexOfAnyExcept(" \t\r\n:"u8);
            if (value >= 0 && json[value] == first) return true;
        }
    }
}
