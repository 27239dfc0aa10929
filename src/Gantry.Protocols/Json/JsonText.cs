using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>A text, kept as the JSON string token that it stands in: quotes and escapes included, a slice of somebody's own bytes.</summary>
/// <remarks>
/// A string token is valid in every dialect, so text is moved and not decoded: escapes, lone surrogates and spelling survive, and a long
/// prompt costs no copy. A slice lives as long as the buffer it was cut from.
/// </remarks>
public readonly struct JsonText : IEquatable<JsonText>
{
    private readonly ReadOnlyMemory<byte> _token;

    /// <param name="token">A whole string token, quotes included. Not checked.</param>
    public JsonText(ReadOnlyMemory<byte> token) => _token = token;

    /// <summary>The empty text.</summary>
    public static JsonText Empty => default;

    /// <summary>True for the text without a character.</summary>
    public bool IsEmpty => _token.Length <= 2;

    /// <summary>The token as it was given; empty for <see cref="Empty"/>.</summary>
    internal ReadOnlyMemory<byte> Memory => _token;

    /// <summary>The token with its quotes.</summary>
    public ReadOnlySpan<byte> Token => _token.IsEmpty ? "\"\""u8 : _token.Span;

    /// <summary>Between the quotes: text in JSON's escapes. Two of these joined are the escaped form of both texts joined.</summary>
    public ReadOnlySpan<byte> Escaped => Token[1..^1];

    /// <summary>Makes a token of a text, escaping no more than JSON demands.</summary>
    public static JsonText From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? default : new JsonText(JsonSplice.Quote(text));
    }

    /// <summary>One text of several, with <paramref name="separator"/> between them. A single one is returned as it is.</summary>
    public static JsonText Join(IReadOnlyList<JsonText> texts, string separator)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count <= 1) return texts.Count == 0 ? default : texts[0];
        var between = From(separator);
        var joined = new ArrayBufferWriter<byte>(texts.Sum(t => t.Token.Length) + 2);
        joined.Write("\""u8);
        for (var i = 0; i < texts.Count; i++)
        {
            if (i > 0) joined.Write(between.Escaped);
            joined.Write(texts[i].Escaped);
        }

        joined.Write("\""u8);
        return new JsonText(joined.WrittenMemory);
    }

    /// <summary>Writes the texts as one, as <see cref="Join"/> makes it, without keeping it.</summary>
    public static void WriteJoined(IReadOnlyList<JsonText> texts, string separator, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count <= 1)
        {
            (texts.Count == 0 ? default : texts[0]).WriteTo(json);
            return;
        }

        var between = From(separator);
        int length = 2 + ((texts.Count - 1) * between.Escaped.Length);
        for (int i = 0; i < texts.Count; i++) length += texts[i].Escaped.Length;
        byte[] joined = ArrayPool<byte>.Shared.Rent(length);
        joined[0] = joined[length - 1] = (byte)'"';
        int at = 1;
        for (int i = 0; i < texts.Count; i++)
        {
            if (i > 0) Append(between.Escaped);
            Append(texts[i].Escaped);
        }

        json.WriteRawValue(joined.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(joined);

        void Append(ReadOnlySpan<byte> escaped)
        {
            escaped.CopyTo(joined.AsSpan(at));
            at += escaped.Length;
        }
    }

    /// <summary>Writes the token as a value, byte for byte.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteRawValue(Token, skipInputValidation: true);
    }

    /// <summary>Whether the text is exactly this one; decodes only where escapes leave it open.</summary>
    public bool ValueEquals(ReadOnlySpan<byte> utf8)
    {
        var escaped = Escaped;
        int plain = escaped.IndexOf((byte)'\\');
        if (plain < 0) return escaped.SequenceEqual(utf8);

        // No escape is shorter than what it stands for.
        if (escaped.Length <= utf8.Length || !utf8.StartsWith(escaped[..plain])) return false;
        return Encoding.UTF8.GetBytes(ToString()).AsSpan().SequenceEqual(utf8);
    }

    /// <summary>The decoded text; a lone surrogate becomes U+FFFD. For small things such as names and ids, not for prompts.</summary>
    public override string ToString()
    {
        if (Escaped.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(Escaped);
        var reader = new Utf8JsonReader(Token);
        reader.Read();
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate has no form in UTF-16: only the serialiser of this runtime refuses it, providers do not.
            return LoneSurrogates.Decode(Escaped);
        }
    }

    public bool Equals(JsonText other) => Token.SequenceEqual(other.Token);

    public override bool Equals(object? obj) => obj is JsonText other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Token);
        return hash.ToHashCode();
    }

    public static bool operator ==(JsonText left, JsonText right) => left.Equals(right);

    public static bool operator !=(JsonText left, JsonText right) => !left.Equals(right);
}
