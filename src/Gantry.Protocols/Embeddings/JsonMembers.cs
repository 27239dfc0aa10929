using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Embeddings;

/// <summary>The members of one object as slices, in order. Of several with one name the last counts, as everywhere.</summary>
internal sealed class JsonMembers : List<(string Name, JsonSlice Value)>
{
    /// <summary>The members; null where the bytes are not one JSON object.</summary>
    public static JsonMembers? Of(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            var members = new JsonMembers();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = new JsonText(json.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2)).ToString();
                reader.Read();
                int from = (int)reader.TokenStartIndex;
                reader.Skip();
                members.Add((name, new JsonSlice(json[from..(int)reader.BytesConsumed])));
            }

            // Reads to the end, so that rubbish behind the object is seen.
            return reader.Read() ? null : members;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The elements of an array that was read before; none for anything else.</summary>
    public static IReadOnlyList<JsonSlice> Elements(JsonSlice array)
    {
        var elements = new List<JsonSlice>();
        if (array.Kind != JsonTokenType.StartArray) return elements;
        var reader = new Utf8JsonReader(array.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int from = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(new JsonSlice(array.Memory[from..(int)reader.BytesConsumed]));
        }

        return elements;
    }

    /// <summary>A whole number of at least 1.</summary>
    public static bool TryCount(JsonSlice value, out int count) => TryIndex(value, out count) && count >= 1;

    /// <summary>A whole number of at least 0; also as text, in which Google's clients write numbers.</summary>
    public static bool TryIndex(JsonSlice value, out int index)
    {
        var digits = value.Kind == JsonTokenType.String ? value.Span[1..^1] : value.Span;
        return int.TryParse(digits, System.Globalization.NumberStyles.None, null, out index);
    }

    /// <summary>Notes a member that has no place in the hub. A name of other than plain letters is not repeated: losses end in a header.</summary>
    public static void Drop(LossLog losses, string name, string path)
    {
        bool plain = name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
        losses.Note($"param_dropped:{(plain ? name : "unknown")}", plain ? path + name : path);
    }

    /// <summary>The last value under the name; absent where there is none.</summary>
    public JsonSlice Value(string name)
    {
        int at = FindLastIndex(member => member.Name == name);
        return at < 0 ? default : this[at].Value;
    }
}
