using System.Buffers;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Tools;

/// <summary>Unwraps the arguments <c>{"input":"…"}</c> of a streamed call into the text of a free-form one while they arrive.</summary>
/// <remarks>
/// The pieces may be cut anywhere, inside escapes, surrogate pairs and UTF-8 sequences. Whatever the cuts, the deltas joined are the text
/// that the whole would give. Arguments of another shape come out as they are, at the end.
/// </remarks>
public sealed class CustomToolStream
{
    private readonly ArrayBufferWriter<byte> _held = new();
    private readonly ArrayBufferWriter<byte> _decoded = new();
    private readonly ArrayBufferWriter<byte> _next = new();
    private State _state;
    private int _at;

    private enum State
    {
        /// <summary>Nothing read contradicts <c>{"input":"</c>.</summary>
        Opening,

        Text,

        /// <summary>Behind the text: nothing there matters.</summary>
        Closed,

        /// <summary>Something else: kept to the end.</summary>
        Other,
    }

    /// <summary>Takes a fragment as a dialect carries it: JSON inside a text.</summary>
    /// <returns>The next piece of raw text, often empty.</returns>
    public JsonText Append(JsonText fragment) => Copied(Next(fragment.Token));

    /// <summary>Takes bytes of the arguments themselves.</summary>
    /// <returns>The next piece of raw text, often empty.</returns>
    public JsonText Append(ReadOnlySpan<byte> json) => Copied(Take(json));

    /// <summary>Takes a fragment as a dialect carries it, in a whole string token.</summary>
    /// <returns>The next piece as a string token that lives until the next fragment; nothing at all where there is none.</returns>
    public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> token)
    {
        _decoded.ResetWrittenCount();
        EscapedText.Decode(token[1..^1], _decoded);
        return Take(_decoded.WrittenSpan);
    }

    /// <summary>The rest, when no more will come.</summary>
    public JsonText Finish()
    {
        var rest = _held.WrittenSpan[_at..];
        var state = _state;
        _state = State.Closed;
        if (state == State.Closed) return JsonText.Empty;
        if (state == State.Text) return HalfPair(rest) ? Token(rest[..6]) : JsonText.Empty;
        var text = new ArrayBufferWriter<byte>(_held.WrittenCount + 16);
        EscapedText.Encode(_held.WrittenSpan.Trim(" \t\r\n"u8), text);
        return Token(text.WrittenSpan);
    }

    private ReadOnlySpan<byte> Take(ReadOnlySpan<byte> json)
    {
        if (_state == State.Closed) return default;
        _held.Write(json);
        if (_state == State.Opening) Open();
        return _state == State.Text ? Take() : default;
    }

    private static JsonText Copied(ReadOnlySpan<byte> token) => token.IsEmpty ? JsonText.Empty : new JsonText(token.ToArray());

    // Reads the opening anew with every piece: it is a few bytes long.
    private void Open()
    {
        var rest = _held.WrittenSpan;
        foreach (var token in (ReadOnlySpan<string>)["{", "\"input\"", ":", "\""])
        {
            rest = rest.TrimStart(" \t\r\n"u8);
            foreach (char expected in token)
            {
                if (rest.IsEmpty) return;
                if (rest[0] != expected)
                {
                    _state = State.Other;
                    return;
                }

                rest = rest[1..];
            }
        }

        _state = State.Text;
        _at = _held.WrittenCount - rest.Length;
    }

    // What is whole goes out; half an escape, half a pair and half a character wait.
    private ReadOnlySpan<byte> Take()
    {
        var rest = _held.WrittenSpan[_at..];
        int whole = 0;
        while (whole < rest.Length)
        {
            if (rest[whole] == '"')
            {
                _state = State.Closed;
                break;
            }

            int length = Unit(rest[whole..]);
            if (length == 0) break;
            whole += length;
        }

        var taken = Mended(rest[..whole]);
        byte[] left = rest[whole..].ToArray();
        _held.ResetWrittenCount();
        _held.Write(left);
        _at = 0;
        return taken;
    }

    // A model may leave a line break bare or escape what has no escape; the token must be JSON all the same.
    private ReadOnlySpan<byte> Mended(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return default;
        var token = _next;
        token.ResetWrittenCount();
        token.Write("\""u8);
        while (!text.IsEmpty)
        {
            int plain = text.IndexOf((byte)'\\') is var escape and >= 0 ? escape : text.Length;
            EscapedText.Encode(text[..plain], token);
            text = text[plain..];
            if (text.IsEmpty) break;
            int length = text[1] == 'u' ? 6 : 2;
            bool valid = length == 6 ? IsHex(text[2..6]) : "\"\\/bfnrt"u8.IndexOf(text[1]) >= 0;
            if (valid) token.Write(text[..length]);
            else EscapedText.Encode(text[..length], token);
            text = text[length..];
        }

        token.Write("\""u8);
        return token.WrittenSpan;
    }

    private static bool IsHex(ReadOnlySpan<byte> digits)
    {
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        }

        return true;
    }

    // Length of the escape, pair or character at the beginning; zero while it is not whole.
    private static int Unit(ReadOnlySpan<byte> text)
    {
        if (text[0] != '\\')
        {
            int length = text[0] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return text.Length < length ? 0 : length;
        }

        if (text.Length < 2) return 0;
        if (text[1] != 'u') return 2;
        if (text.Length < 6) return 0;
        if (!IsSurrogate(text, "89abAB"u8)) return 6;
        if (text.Length == 6 || (text[6] == '\\' && (text.Length == 7 || (text[7] == 'u' && text.Length < 12)))) return 0;
        return text[6] == '\\' && text[7] == 'u' && IsSurrogate(text[6..], "cdefCDEF"u8) ? 12 : 6;
    }

    private static bool HalfPair(ReadOnlySpan<byte> rest) => rest.Length >= 6 && rest[0] == '\\' && rest[1] == 'u';

    private static bool IsSurrogate(ReadOnlySpan<byte> escape, ReadOnlySpan<byte> second) =>
        escape[2] is (byte)'d' or (byte)'D' && second.IndexOf(escape[3]) >= 0;

    private static JsonText Token(ReadOnlySpan<byte> escaped) =>
        escaped.IsEmpty ? JsonText.Empty : new JsonText((byte[])[(byte)'"', .. escaped, (byte)'"']);
}
