using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Identity;

/// <summary>Takes Claude Code's attribution line out of a Messages body that is sent on byte for byte.</summary>
public static class AttributionSplice
{
    private static ReadOnlySpan<byte> Mark => "x-anthropic-billing-header:"u8;

    /// <summary>Adds the edit where the first words of the system text are that line; anything else stays as it is.</summary>
    /// <param name="body">A whole JSON object, checked before. One behind a byte order mark, which the client in question never writes, is left alone.</param>
    /// <param name="splice">Takes the edit.</param>
    public static void Remove(ReadOnlyMemory<byte> body, JsonSplice splice)
    {
        ArgumentNullException.ThrowIfNull(splice);
        if (body.Span.IndexOf(Mark) < 0 || body.Span.StartsWith("\uFEFF"u8)) return;
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isSystem = RequestFields.Is(ref reader, "system"u8);
            reader.Read();
            if (!isSystem)
            {
                reader.Skip();
                continue;
            }

            if (reader.TokenType == JsonTokenType.String) Text(body, ref reader, splice, whole: "[]"u8);
            else if (reader.TokenType == JsonTokenType.StartArray) FirstBlock(body, ref reader, splice);
            return;
        }
    }

    private static void FirstBlock(ReadOnlyMemory<byte> body, ref Utf8JsonReader reader, JsonSplice splice)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return;
        int start = (int)reader.TokenStartIndex;
        var block = reader;
        block.Skip();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isText = RequestFields.Is(ref reader, "text"u8);
            reader.Read();
            if (!isText || reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                continue;
            }

            if (AttributionLine.TryRemove(Token(body, reader), out var rest) && rest.IsEmpty)
            {
                // The whole block, with the comma behind it.
                block.Read();
                splice.Replace(new ByteRange(start, (int)block.TokenStartIndex - start), default);
            }
            else
            {
                Text(body, ref reader, splice, default);
            }

            return;
        }
    }

    private static void Text(ReadOnlyMemory<byte> body, ref Utf8JsonReader reader, JsonSplice splice, ReadOnlySpan<byte> whole)
    {
        var token = Token(body, reader);
        if (!AttributionLine.TryRemove(token, out var rest)) return;
        splice.Replace(new ByteRange((int)reader.TokenStartIndex, token.Token.Length), rest.IsEmpty ? whole.ToArray() : rest.Token.ToArray());
    }

    private static JsonText Token(ReadOnlyMemory<byte> body, in Utf8JsonReader reader) =>
        new(body[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]);
}
