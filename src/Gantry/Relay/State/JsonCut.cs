using System.Buffers;
using System.Text.Json;

namespace Gantry.Relay.State;

/// <summary>Cuts one level of a document apart and puts it together again, every value byte for byte.</summary>
internal static class JsonCut
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>The members of an object, in order.</summary>
    public static List<KeyValuePair<string, ReadOnlyMemory<byte>>> Members(ReadOnlyMemory<byte> json)
    {
        var members = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>(8);
        var reader = new Utf8JsonReader(json.Span, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref reader);
            reader.Read();
            members.Add(new(name, Value(ref reader, json)));
        }

        return members;
    }

    /// <summary>One member's value; empty where there is none or it is null. The last of several counts.</summary>
    public static ReadOnlyMemory<byte> Member(ReadOnlyMemory<byte> json, string name) =>
        Member(Members(json), name);

    /// <inheritdoc cref="Member(ReadOnlyMemory{byte}, string)"/>
    public static ReadOnlyMemory<byte> Member(List<KeyValuePair<string, ReadOnlyMemory<byte>>> members, string name)
    {
        var at = members.FindLastIndex(member => member.Key == name);
        return at < 0 || members[at].Value.Span[0] == 'n' ? default : members[at].Value;
    }

    /// <summary>The elements of an array, in order.</summary>
    public static List<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> json)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        var reader = new Utf8JsonReader(json.Span, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(Value(ref reader, json));
        }

        return elements;
    }

    /// <summary>A text, or null for any other value.</summary>
    public static string? Text(ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty || value.Span[0] != '"')
        {
            return null;
        }

        var reader = new Utf8JsonReader(value.Span);
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON, but no text. It equals nothing that could be looked for.
            return "";
        }
    }

    public static byte[] Object(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> members)
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.Write("{"u8);
        var first = true;
        foreach (var (name, value) in members)
        {
            if (!first)
            {
                output.Write(","u8);
            }

            first = false;
            output.Write(Protocols.Json.JsonSplice.Quote(name));
            output.Write(":"u8);
            output.Write(value.Span);
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Array(IReadOnlyList<ReadOnlyMemory<byte>> elements)
    {
        var array = new byte[2 + elements.Sum(element => element.Length) + Math.Max(0, elements.Count - 1)];
        array[0] = (byte)'[';
        var at = 1;
        for (var i = 0; i < elements.Count; i++)
        {
            if (i > 0)
            {
                array[at++] = (byte)',';
            }

            elements[i].Span.CopyTo(array.AsSpan(at));
            at += elements[i].Length;
        }

        array[at] = (byte)']';
        return array;
    }

    private static string Name(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static ReadOnlyMemory<byte> Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
