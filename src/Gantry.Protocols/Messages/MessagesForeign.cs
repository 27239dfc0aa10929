using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Blocks that only this dialect has, as a stream tells them: opened, and for some their input or content behind.</summary>
internal static class MessagesForeign
{
    /// <summary>The whole block of what it opened with and what was added.</summary>
    public static byte[] Whole(MessagesOpenBlock block)
    {
        if (block.Added is not { } added) return block.Raw;
        var token = new JsonText((byte[])[(byte)'"', .. added.WrittenSpan, (byte)'"']);
        bool isInput = !MessagesMembers.Read(new JsonSlice(block.Raw)).Take("input").IsAbsent;
        var value = isInput && Value(token) is { } input ? input : new JsonSlice(token.Token.ToArray());
        return With(new JsonSlice(block.Raw), isInput ? "input" : "content", value);
    }

    /// <summary>The input of a call that the provider runs itself, apart from the rest of the block; false for other blocks.</summary>
    /// <param name="raw">The whole block.</param>
    /// <param name="opening">The block with an empty input.</param>
    /// <param name="input">The input as a text.</param>
    public static bool TrySplit(JsonSlice raw, out byte[] opening, out JsonText input)
    {
        (opening, input) = ([], default);
        if (!IsBlock(raw)) return false;
        if (MessagesMembers.Read(raw).Take("input") is not { Kind: JsonTokenType.StartObject } value) return false;
        (opening, input) = (With(raw, "input", new JsonSlice("{}"u8.ToArray())), JsonText.From(value.ToString()));
        return true;
    }

    /// <summary>Whether the bytes are one JSON object: what an upstream streams need not be.</summary>
    public static bool IsBlock(JsonSlice raw)
    {
        try
        {
            var tokens = new JsonTokens(raw.Span, MessagesCursor.MaxDepth);
            if (raw.Kind != JsonTokenType.StartObject) return false;
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

    // The object with this value of a member, in the member's place.
    private static byte[] With(JsonSlice raw, string name, JsonSlice value)
    {
        var whole = new ArrayBufferWriter<byte>(raw.Span.Length + value.Span.Length);
        using (var json = new Utf8JsonWriter(whole, WireJson.Options))
        {
            bool isWritten = false;
            json.WriteStartObject();
            foreach (var member in MessagesMembers.Read(raw).Rest)
            {
                json.WritePropertyName(member.Name);
                (member.Name == name ? value : member.Value).WriteTo(json);
                isWritten |= member.Name == name;
            }

            if (!isWritten)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return whole.WrittenSpan.ToArray();
    }

    private static JsonSlice? Value(JsonText text)
    {
        var json = Encoding.UTF8.GetBytes(text.ToString());
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            reader.Skip();
            return reader.Read() ? null : new JsonSlice(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
