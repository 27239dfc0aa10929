using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Tools;

/// <summary>
/// Arguments of a tool call between their two forms: JSON inside a text (Chat, Responses) and an object (Messages, Gemini, Converse).
/// </summary>
/// <remarks>Members keep their order, numbers and escapes their spelling; only white space between tokens goes. No call is ever dropped.</remarks>
public static class ToolArguments
{
    /// <summary>Noted when arguments had to be mended.</summary>
    public const string Repaired = "arguments_repaired";

    private const int MaxDepth = 256;

    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    private static readonly byte[] EmptyText = "\"{}\""u8.ToArray();

    /// <summary>No arguments, as an object.</summary>
    public static JsonSlice Empty => new(EmptyObject);

    /// <summary>The object in a text.</summary>
    /// <param name="text">What a model wrote: nothing or <c>null</c> is <c>{}</c>; of objects in a row where all but the last are empty it is the last.</param>
    /// <param name="losses">Told of every other text, which goes whole into <c>{"_raw_arguments": …}</c>.</param>
    /// <param name="path">Where the text stood.</param>
    public static JsonSlice ToObject(JsonText text, LossLog losses, string path = "")
    {
        ArgumentNullException.ThrowIfNull(losses);
        var decoded = new ArrayBufferWriter<byte>(text.Token.Length + EscapedText.Slack);
        EscapedText.Decode(text.Escaped, decoded);
        var json = decoded.WrittenMemory;
        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) return Empty;
        if (IsJson(json.Span)) return ToObject(new JsonSlice(CompactJson.Of(json.Span)), losses, path);
        losses.Note(Repaired, path);
        return LastObject(json.Span) is { } last ? new JsonSlice(CompactJson.Of(last)) : Wrap(text.Token);
    }

    /// <summary>The object of a member that should be one: absent and <c>null</c> are <c>{}</c>, any other value is wrapped.</summary>
    /// <param name="value">Valid JSON.</param>
    /// <param name="losses">Told of a value that is no object.</param>
    /// <param name="path">Where the value stood.</param>
    public static JsonSlice ToObject(JsonSlice value, LossLog losses, string path = "")
    {
        ArgumentNullException.ThrowIfNull(losses);
        var json = value.Span.TrimStart(" \t\r\n"u8);
        if (json.IsEmpty || json[0] == 'n') return Empty;
        byte[] compact = CompactJson.Of(json);
        if (compact[0] == '{') return new JsonSlice(compact);
        losses.Note(Repaired, path);
        return Wrap(compact);
    }

    /// <summary>The compact text of a value; absent and <c>null</c> are <c>{}</c>: clients parse what they get.</summary>
    /// <param name="value">Valid JSON.</param>
    public static JsonText ToText(JsonSlice value)
    {
        var json = value.Span.TrimStart(" \t\r\n"u8);
        if (json.IsEmpty || json[0] == 'n') return new JsonText(EmptyText);
        byte[] compact = CompactJson.Of(json);
        var token = new ArrayBufferWriter<byte>(compact.Length + 16);
        token.Write("\""u8);
        EscapedText.Encode(compact, token);
        token.Write("\""u8);
        return new JsonText(token.WrittenMemory);
    }

    /// <summary>Whether the text is one whole object. Copies nothing that outlives the call.</summary>
    public static bool IsObject(JsonText text)
    {
        var escaped = text.Escaped.TrimStart(" "u8);
        if (escaped.IsEmpty || escaped[0] is not ((byte)'{' or (byte)'\\')) return false;
        if (escaped.IndexOf((byte)'\\') < 0) return escaped[0] == '{' && IsJson(escaped);
        using var decoded = new PooledText(text);
        var json = decoded.Utf8.Trim(" \t\r\n"u8);
        return json is [(byte)'{', ..] && IsJson(json);
    }

    /// <summary>Writes the object that a text holds as a value; of white space alone the empty one.</summary>
    /// <returns>False where the text is no object: nothing is written.</returns>
    internal static bool TryWrite(JsonText text, Utf8JsonWriter json)
    {
        using var decoded = new PooledText(text);
        var value = decoded.Utf8.Trim(" \t\r\n"u8);
        if (value.IsEmpty) value = EmptyObject;
        if (value[0] != '{' || !IsJson(value)) return false;

        // A line end would end the data of an event; inside strings JSON allows none.
        if (value.IndexOfAny((byte)'\n', (byte)'\r') >= 0) value = CompactJson.Of(value);
        json.WriteRawValue(value, skipInputValidation: true);
        return true;
    }

    /// <summary>Writes a value as the text that holds it, white space and all.</summary>
    internal static void WriteText(JsonSlice value, Utf8JsonWriter json)
    {
        var utf8 = value.Span;
        byte[] room = ArrayPool<byte>.Shared.Rent((2 * utf8.Length) + EscapedText.Slack + 2);
        int length = EscapedText.EncodeAscii(utf8, room.AsSpan(1));
        if (length < 0)
        {
            json.WriteStringValue(utf8);
        }
        else
        {
            room[0] = room[length + 1] = (byte)'"';
            json.WriteRawValue(room.AsSpan(0, length + 2), skipInputValidation: true);
        }

        ArrayPool<byte>.Shared.Return(room);
    }

    private static JsonSlice Wrap(ReadOnlySpan<byte> value) => new((byte[])[.. "{\"_raw_arguments\":"u8, .. value, (byte)'}']);

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var tokens = new JsonTokens(text, MaxDepth);
            while (tokens.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // "{}{…}": a stream that began anew after its first fragment.
    private static byte[]? LastObject(ReadOnlySpan<byte> text)
    {
        bool emptyBefore = false;
        try
        {
            while (true)
            {
                text = text.TrimStart(" \t\r\n"u8);
                if (text.IsEmpty || text[0] != '{') return null;
                var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth, AllowMultipleValues = true });
                reader.Read();
                reader.Skip();
                var value = text[..(int)reader.BytesConsumed];
                text = text[value.Length..].TrimStart(" \t\r\n"u8);
                if (text.IsEmpty) return emptyBefore ? value.ToArray() : null;
                if (value[1..^1].IndexOfAnyExcept(" \t\r\n"u8) >= 0) return null;
                emptyBefore = true;
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
