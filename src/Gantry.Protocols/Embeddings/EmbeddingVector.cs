using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Embeddings;

/// <summary>One vector between its two spellings: JSON numbers, and base64 of little-endian 32-bit floats. Exact both ways for 32-bit floats.</summary>
internal static class EmbeddingVector
{
    /// <summary>Writes the vector as numbers. Numbers pass byte for byte; base64 becomes the shortest decimals that mean the same floats.</summary>
    public static void WriteNumbers(JsonSlice vector, Utf8JsonWriter json)
    {
        if (vector.Kind == JsonTokenType.StartArray)
        {
            vector.WriteTo(json);
            return;
        }

        byte[] floats = Decode(vector)!;
        json.WriteStartArray();
        for (int at = 0; at < floats.Length; at += sizeof(float)) json.WriteNumberValue(BinaryPrimitives.ReadSingleLittleEndian(floats.AsSpan(at)));
        json.WriteEndArray();
    }

    /// <summary>Writes the vector as base64. A base64 string passes byte for byte; numbers become the nearest floats.</summary>
    public static void WriteBase64(JsonSlice vector, Utf8JsonWriter json)
    {
        if (vector.Kind == JsonTokenType.String) vector.WriteTo(json);
        else json.WriteBase64StringValue(Floats(vector.Span));
    }

    /// <summary>True for an array of numbers that are finite as floats, and for base64 of whole, finite floats.</summary>
    public static bool IsVector(JsonSlice vector)
    {
        if (vector.Kind == JsonTokenType.StartArray) return Floats(vector.Span) is not null;
        return vector.Kind == JsonTokenType.String && Decode(vector) is not null;
    }

    private static byte[]? Floats(ReadOnlySpan<byte> numbers)
    {
        var floats = new List<byte>(numbers.Length / 2);
        var reader = new Utf8JsonReader(numbers);
        reader.Read();
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetSingle(out float number) || !float.IsFinite(number)) return null;
            BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
            floats.AddRange(bytes);
        }

        return [.. floats];
    }

    private static byte[]? Decode(JsonSlice vector)
    {
        // Some servers escape the slashes of base64.
        string text = new JsonText(vector.Memory).ToString();
        if (!Base64.IsValid(text)) return null;
        byte[] floats = Convert.FromBase64String(text);
        if (floats.Length % sizeof(float) != 0) return null;
        for (int at = 0; at < floats.Length; at += sizeof(float))
        {
            if (!float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(floats.AsSpan(at)))) return null;
        }

        return floats;
    }
}
