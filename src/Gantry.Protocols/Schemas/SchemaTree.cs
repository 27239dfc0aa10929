using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Schemas;

/// <summary>Bytes to <see cref="SchemaNode"/> and back.</summary>
internal static class SchemaTree
{
    // A schema 32 deep takes two levels of JSON for each; the rest is for values inside it.
    private const int MaxJsonDepth = 128;

    // As many as the most schemas have; later passes look members up one by one.
    private const int MaxValues = 4 * SchemaLimits.MaxNodes;

    /// <summary>False for what is no JSON value and for JSON too deep or too large for a schema. Of members with one name the last counts.</summary>
    /// <param name="json">One value.</param>
    /// <param name="node">What was read.</param>
    /// <param name="isPlain">No object has two members of one name: the bytes say no more than the tree.</param>
    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out SchemaNode? node, out bool isPlain)
    {
        node = null;
        isPlain = false;
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
            reader.Read();
            var count = default(Count);
            var read = Value(ref reader, json, ref count);
            if (count.Values > MaxValues || reader.Read()) return false;
            node = read;
            isPlain = !count.HasDuplicates;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Without white space; names and scalars byte for byte.</summary>
    public static byte[] Write(SchemaNode node)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(node, output);
        return output.WrittenSpan.ToArray();
    }

    private static SchemaNode Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref Count count)
    {
        count.Values++;
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Members(ref reader, json, ref count),
            JsonTokenType.StartArray => Items(ref reader, json, ref count),
            _ => SchemaNode.Scalar(json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]),
        };
    }

    private static SchemaNode Members(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref Count count)
    {
        int start = (int)reader.TokenStartIndex;
        var members = new List<SchemaMember>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // BytesConsumed lies behind the colon, so the name's end is found from its start.
            int at = (int)reader.TokenStartIndex;
            var name = new JsonText(json.Slice(at, reader.ValueSpan.Length + 2));
            string key = name.ToString();
            reader.Read();
            var member = new SchemaMember(key, name, Value(ref reader, json, ref count));
            if (seen.TryAdd(key, members.Count))
            {
                members.Add(member);
                continue;
            }

            members[seen[key]] = member;
            count.HasDuplicates = true;
        }

        var node = SchemaNode.Object(json[start..(int)reader.BytesConsumed]);
        node.Members!.AddRange(members);
        return node;
    }

    private static SchemaNode Items(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref Count count)
    {
        int start = (int)reader.TokenStartIndex;
        var items = new List<SchemaNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Value(ref reader, json, ref count));
        var node = SchemaNode.Array(json[start..(int)reader.BytesConsumed]);
        node.Items!.AddRange(items);
        return node;
    }

    private static void Write(SchemaNode node, ArrayBufferWriter<byte> output)
    {
        if (node.IsObject)
        {
            output.Write("{"u8);
            for (int i = 0; i < node.Members.Count; i++)
            {
                if (i > 0) output.Write(","u8);
                output.Write(node.Members[i].Name.Token);
                output.Write(":"u8);
                Write(node.Members[i].Value, output);
            }

            output.Write("}"u8);
        }
        else if (node.IsArray)
        {
            output.Write("["u8);
            for (int i = 0; i < node.Items.Count; i++)
            {
                if (i > 0) output.Write(","u8);
                Write(node.Items[i], output);
            }

            output.Write("]"u8);
        }
        else
        {
            output.Write(node.Raw.Span);
        }
    }

    private struct Count
    {
        public int Values;
        public bool HasDuplicates;
    }
}
