using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>Lowers the longest answer that a request asks for, in the request's own bytes.</summary>
public static class OutputLimitSplice
{
    private const string GeminiConfig = "generationConfig";
    private const string GeminiMember = "maxOutputTokens";

    /// <summary>Writes the limit in the place of every limit that the body names, or adds one.</summary>
    /// <param name="protocol">Chat, Responses, Messages or Gemini.</param>
    /// <param name="body">One JSON object, checked before.</param>
    /// <param name="tokens">The new limit.</param>
    /// <param name="completionCap">Chat: a limit that has to be added takes the newer name, <c>max_completion_tokens</c>.</param>
    /// <param name="splice">Takes the edits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The protocol has no such limit in a form known here.</exception>
    public static void Lower(Protocol protocol, ReadOnlySpan<byte> body, long tokens, bool completionCap, JsonSplice splice)
    {
        ArgumentNullException.ThrowIfNull(splice);
        byte[] number = Encoding.ASCII.GetBytes(tokens.ToString(CultureInfo.InvariantCulture));
        int start = body.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(body[start..]);
        reader.Read();
        switch (protocol)
        {
            case Protocol.Chat:
                Set(ref reader, start, ["max_tokens", "max_completion_tokens"], completionCap ? "max_completion_tokens" : "max_tokens", number, splice);
                break;
            case Protocol.Responses:
                Set(ref reader, start, ["max_output_tokens"], "max_output_tokens", number, splice);
                break;
            case Protocol.Messages:
                Set(ref reader, start, ["max_tokens"], "max_tokens", number, splice);
                break;
            case Protocol.Gemini:
                SetInConfig(ref reader, start, number, splice);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "It has no limit known here.");
        }
    }

    // The reader stands on the object's opening brace, and on its closing one afterwards.
    private static void Set(ref Utf8JsonReader reader, int start, scoped ReadOnlySpan<string> names, string added, byte[] number, JsonSplice splice)
    {
        bool found = false;
        bool empty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            empty = false;
            bool wanted = IsAny(ref reader, names);
            var value = Value(ref reader, start);
            if (!wanted) continue;
            found = true;
            splice.Replace(value, number);
        }

        if (!found) splice.AppendMember(start + (int)reader.TokenStartIndex, empty, Member(added, number));
    }

    private static void SetInConfig(ref Utf8JsonReader reader, int start, byte[] number, JsonSplice splice)
    {
        bool found = false;
        bool empty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            empty = false;
            bool wanted = IsAny(ref reader, [GeminiConfig, "generation_config"]);
            if (!wanted)
            {
                Value(ref reader, start);
                continue;
            }

            found = true;
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Set(ref reader, start, [GeminiMember, "max_output_tokens"], GeminiMember, number, splice);
                continue;
            }

            int from = (int)reader.TokenStartIndex;
            reader.Skip();
            splice.Replace(new ByteRange(start + from, (int)reader.BytesConsumed - from), Config(number));
        }

        if (!found) splice.AppendMember(start + (int)reader.TokenStartIndex, empty, Member(GeminiConfig, Config(number)));
    }

    private static bool IsAny(ref Utf8JsonReader reader, scoped ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (reader.ValueTextEquals(name)) return true;
        }

        return false;
    }

    private static ByteRange Value(ref Utf8JsonReader reader, int start)
    {
        reader.Read();
        int from = (int)reader.TokenStartIndex;
        reader.Skip();
        return new ByteRange(start + from, (int)reader.BytesConsumed - from);
    }

    private static byte[] Member(string name, byte[] value) => [(byte)'"', .. Encoding.ASCII.GetBytes(name), (byte)'"', (byte)':', .. value];

    private static byte[] Config(byte[] number) => [(byte)'{', .. Member(GeminiMember, number), (byte)'}'];
}
