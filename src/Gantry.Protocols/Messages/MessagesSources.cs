using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Finds sources in the history of a Messages request that this gateway wrote for an upstream of another protocol.</summary>
/// <remarks>
/// They have an empty seal: clients demand the member, and only Anthropic could fill it. Its service refuses such a source when the client sends it back.
/// </remarks>
public static class MessagesSources
{
    private const int RootDepth = 1;
    private const int MessageDepth = 3;
    private const int BlockDepth = 5;

    /// <summary>The values of <c>citations</c> that hold one, each to be replaced by <c>null</c>. Nothing for nearly every request, at the cost of one search.</summary>
    /// <param name="body">The request; not necessarily JSON.</param>
    public static IReadOnlyList<ByteRange> Unsealed(ReadOnlySpan<byte> body)
    {
        if (!MayHold(body)) return [];
        var found = new List<ByteRange>();
        int mark = body.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(body[mark..], new JsonReaderOptions { MaxDepth = 128 });
        try
        {
            bool inMessages = false, inContent = false;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                switch (reader.CurrentDepth)
                {
                    case RootDepth:
                        inMessages = RequestFields.Is(ref reader, "messages"u8);
                        break;
                    case MessageDepth:
                        inContent = inMessages && RequestFields.Is(ref reader, "content"u8);
                        break;
                    case BlockDepth when inContent && RequestFields.Is(ref reader, "citations"u8):
                        reader.Read();
                        int start = (int)reader.TokenStartIndex + mark;
                        if (reader.TokenType == JsonTokenType.StartArray && HoldsUnsealed(ref reader)) found.Add(new ByteRange(start, (int)reader.BytesConsumed + mark - start));
                        break;
                    default:
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // What is no JSON is the upstream's to refuse.
            return [];
        }

        return found;
    }

    private static bool MayHold(ReadOnlySpan<byte> body)
    {
        var name = "\"encrypted_index\""u8;
        int at;
        while ((at = body.IndexOf(name)) >= 0)
        {
            body = body[(at + name.Length)..];
            var value = body.TrimStart(" \t\r\n:"u8);
            if (value.StartsWith("\"\""u8)) return true;
        }

        return false;
    }

    private static bool HoldsUnsealed(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        bool holds = false;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == depth))
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != depth + 2 || !RequestFields.Is(ref reader, "encrypted_index"u8)) continue;
            reader.Read();
            holds |= reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty;
        }

        return holds;
    }
}
