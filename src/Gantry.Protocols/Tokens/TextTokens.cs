using System.Text;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Tokens;

/// <summary>Estimates how many tokens a text has, without a vocabulary: by words, numbers, marks and scripts, as byte pair encodings cut them.</summary>
/// <remarks>The unit is a thousandth of a token of a current vocabulary of some 200,000 entries; families of models scale it.</remarks>
public static class TextTokens
{
    /// <summary>One token.</summary>
    public const int Unit = 1_000;

    private const int WordOfOneToken = 9;        // letters
    internal const int FurtherLetter = 220;
    private const int CapitalsOfOneToken = 3;
    internal const int FurtherCapital = 180;
    private const int DigitsOfOneToken = 3;
    internal const int MarkBeforeWord = 700;      // often part of the word's token
    internal const int FurtherMark = 350;
    internal const int RepeatedMark = 60;

    private const int ShortestInBlocks = 64;

    private static readonly Kind[] Kinds = [.. Enumerable.Range(0, 256).Select(b => KindOf((byte)b))];

    private enum Kind : byte
    {
        Lower,
        Upper,
        Digit,
        Space,
        Line,
        Mark,
        Wide,
    }

    /// <summary>Of plain text in UTF-8; at least one token where there is any byte. Invalid bytes count like rare letters.</summary>
    public static long OfText(ReadOnlySpan<byte> utf8) => Count(utf8, isEscaped: false);

    /// <summary>Of the inside of a JSON string token: escapes count as what they stand for.</summary>
    public static long OfEscaped(ReadOnlySpan<byte> escaped) => Count(escaped, isEscaped: escaped.IndexOf((byte)'\\') >= 0);

    internal static bool IsMark(byte one) => Kinds[one] == Kind.Mark;

    private static long Count(ReadOnlySpan<byte> text, bool isEscaped)
    {
        if (text.IsEmpty) return 0;
        if (text.Length >= ShortestInBlocks && TextBlocks.Count(text, isEscaped) is >= 0 and var sum) return Math.Max(Unit, sum);
        return Math.Max(Unit, OneByOne(text, isEscaped));
    }

    /// <summary>What the rules say, byte after byte: for short texts, for what is no proper JSON, and for the tests of the other way.</summary>
    internal static long OneByOne(ReadOnlySpan<byte> text, bool isEscaped)
    {
        long sum = 0;
        int at = 0;
        while (at < text.Length)
        {
            byte one = text[at];
            if (one == '\\' && isEscaped)
            {
                sum += Escape(text, ref at);
                continue;
            }

            sum += Kinds[one] switch
            {
                Kind.Lower or Kind.Upper => Word(text, ref at),
                Kind.Digit => Number(text, ref at),
                Kind.Space => Space(text, ref at),
                Kind.Line => Line(text, ref at),
                Kind.Mark => Marks(text, ref at, isEscaped),
                _ => Wide(text, ref at),
            };
        }

        return sum;
    }

    // Capitals, then small letters: where a capital follows a small letter the next word begins.
    private static long Word(ReadOnlySpan<byte> text, ref int at)
    {
        int start = at;
        int capitals = Run(text, ref at, Kind.Upper);
        int small = Run(text, ref at, Kind.Lower);
        long cost = Unit + Math.Max(0, at - start - WordOfOneToken) * (long)FurtherLetter;
        return small == 0 ? cost + Math.Max(0, capitals - CapitalsOfOneToken) * (long)FurtherCapital : cost;
    }

    private static long Number(ReadOnlySpan<byte> text, ref int at) =>
        (Run(text, ref at, Kind.Digit) + DigitsOfOneToken - 1) / DigitsOfOneToken * (long)Unit;

    // A single space is part of what follows, but of numbers.
    private static long Space(ReadOnlySpan<byte> text, ref int at)
    {
        int count = Run(text, ref at, Kind.Space);
        if (count > 1) return Unit;
        return at < text.Length && Kinds[text[at]] == Kind.Digit ? Unit / 2 : 0;
    }

    private static long Line(ReadOnlySpan<byte> text, ref int at)
    {
        Run(text, ref at, Kind.Line);
        return Unit;
    }

    private static long Marks(ReadOnlySpan<byte> text, ref int at, bool isEscaped)
    {
        byte first = text[at];
        int count = 0, repeated = 0;
        while (at < text.Length && Kinds[text[at]] == Kind.Mark && !(text[at] == '\\' && isEscaped))
        {
            count++;
            if (text[at++] == first) repeated++;
        }

        if (count == 1) return at < text.Length && Kinds[text[at]] <= Kind.Upper ? MarkBeforeWord : Unit;
        return repeated == count ? Unit + count * (long)RepeatedMark : Unit + (count - 1) * (long)FurtherMark;
    }

    internal static long Wide(ReadOnlySpan<byte> text, ref int at)
    {
        Rune.DecodeFromUtf8(text[at..], out var rune, out int used);
        at += used;
        return ScriptTokens.Of(rune.Value);
    }

    internal static long Escape(ReadOnlySpan<byte> text, ref int at)
    {
        if (JsonEscape.TryReadAscii(text[at..], out byte one, out int used))
        {
            at += used;
            if (one != '\n') return one is (byte)' ' or (byte)'\t' or (byte)'\r' ? 0 : MarkBeforeWord;

            // Several line ends in a row are one token.
            while (text[at..].StartsWith("\\n"u8)) at += 2;
            return Unit;
        }

        int unit = text.Length - at >= 6 ? JsonEscape.Unit(text[(at + 2)..]) : -1;
        at += Math.Min(used, text.Length - at);
        return ScriptTokens.Of(unit < 0 ? 0xFFFD : unit);
    }

    private static int Run(ReadOnlySpan<byte> text, ref int at, Kind kind)
    {
        int start = at;
        var kinds = Kinds;
        while (at < text.Length && kinds[text[at]] == kind) at++;
        return at - start;
    }

    private static Kind KindOf(byte one) => one switch
    {
        >= (byte)'a' and <= (byte)'z' => Kind.Lower,
        >= (byte)'A' and <= (byte)'Z' => Kind.Upper,
        >= (byte)'0' and <= (byte)'9' => Kind.Digit,
        (byte)' ' or (byte)'\t' => Kind.Space,
        (byte)'\n' or (byte)'\r' => Kind.Line,
        < 0x80 => Kind.Mark,
        _ => Kind.Wide,
    };
}
