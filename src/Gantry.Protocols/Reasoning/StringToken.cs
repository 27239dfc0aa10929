using System.Text.Json;
using System.Text.Unicode;

namespace Gantry.Protocols.Reasoning;

/// <summary>Whether bytes are one JSON string token and nothing more.</summary>
internal static class StringToken
{
    public static bool IsValid(ReadOnlySpan<byte> token)
    {
        if (token.Length < 2 || token[0] != '"' || !Utf8.IsValid(token)) return false;
        try
        {
            var reader = new Utf8JsonReader(token);
            return reader.Read() && reader.BytesConsumed == token.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The token of an inside that stands in escaped form.</summary>
    public static byte[] Quote(ReadOnlySpan<byte> escaped) => [(byte)'"', .. escaped, (byte)'"'];
}
