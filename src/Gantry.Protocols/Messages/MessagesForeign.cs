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
        var members = MessagesMembers.Read(new JsonSlice(block.Raw));
        bool isInput = !members.Take("input").IsAbsent;
        if (!isInput) members.Take("content");
        var whole = new ArrayBufferWriter<byte>(block.Raw.Length + added.WrittenCount);
        using (var json = new Utf8JsonWriter(whole, WireJson.Options))
        {
            json.WriteStartObject();
            foreach (var member in members.Rest)
            {
                json.WritePropertyName(member.Name);
                member.Value.WriteTo(json);
            }

            json.WritePropertyName(isInput ? "input"u8 : "content"u8);
            if (isInput && Value(token) is { } input) input.WriteTo(json);
            else token.WriteTo(json);
            json.WriteEndObject();
        }

        return whole.WrittenSpan.ToArray();
    }

    /// <summary>The input of a call that the provider runs itself, apart from the rest of the block; false for other blocks.</summary>
    /// <param name="raw">The whole block.</param>
    /// <param name="opening">The block with an empty input.</param>
    /// <param name="input">The input as a text.</param>
    public static bool TrySplit(JsonSlice raw, out byte[] opening, out JsonText input)
    {
        (opening, input) = ([], default);
        var members = MessagesMembers.Read(raw);
        if (members.Take("input") is not { Kind: JsonTokenType.StartObject } value) return false;
        var head = new ArrayBufferWriter<byte>(raw.Span.Length);
        using (var json = new Utf8JsonWriter(head, WireJson.Options))
        {
            json.WriteStartObject();
            foreach (var member in members.Rest)
            {
                json.WritePropertyName(member.Name);
                member.Value.WriteTo(json);
            }

            json.WriteStartObject("input"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        (opening, input) = (head.WrittenSpan.ToArray(), JsonText.From(value.ToString()));
        return true;
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
