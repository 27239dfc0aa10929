using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Tells what says nothing, without decoding.</summary>
internal static class Silence
{
    /// <summary>Nothing but white space; an escape of one counts as one.</summary>
    public static bool IsBlank(JsonText text) => Trimmed(text.Escaped) == 0;

    /// <summary>The text without white space at its end.</summary>
    public static JsonText TrimEnd(JsonText text)
    {
        var escaped = text.Escaped;
        int length = Trimmed(escaped);
        return length == escaped.Length ? text : new JsonText((byte[])[(byte)'"', .. escaped[..length], (byte)'"']);
    }

    /// <summary>Whether a turn of nothing but such parts need not be sent: thoughts alone are no message, nor are members beside one.</summary>
    /// <param name="part">Of a turn.</param>
    /// <param name="blankIsNothing">White space is nothing, too.</param>
    public static bool IsSilent(Part part, bool blankIsNothing) => part switch
    {
        TextPart text => text.Text.IsEmpty || (blankIsNothing && IsBlank(text.Text)),
        RefusalPart refusal => refusal.Text.IsEmpty,
        ReasoningPart => true,
        ForeignPart { From: Protocol.Chat } member => Chat.ChatCallWriter.IsMember(member),
        _ => false,
    };

    private static int Trimmed(ReadOnlySpan<byte> escaped)
    {
        int length = escaped.Length;
        while (length > 0)
        {
            byte last = escaped[length - 1];
            if (last == ' ')
            {
                length--;
                continue;
            }

            if (last is not ((byte)'n' or (byte)'t' or (byte)'r') || !IsEscape(escaped[..(length - 1)])) break;
            length -= 2;
        }

        return length;
    }

    // A backslash that is itself escaped escapes nothing: only an odd number of them does.
    private static bool IsEscape(ReadOnlySpan<byte> before)
    {
        int count = 0;
        while (count < before.Length && before[^(count + 1)] == '\\') count++;
        return count % 2 == 1;
    }
}
