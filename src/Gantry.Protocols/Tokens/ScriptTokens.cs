namespace Gantry.Protocols.Tokens;

/// <summary>Tokens of a character beyond ASCII, in thousandths, by its script: averages of running text in current vocabularies.</summary>
internal static class ScriptTokens
{
    private static readonly (int Last, int Tokens)[] Ranges =
    [
        (0x00BF, 700),     // Latin marks
        (0x024F, 550),     // Latin letters with accents: they split the word that they stand in
        (0x02FF, 1_000),
        (0x036F, 800),     // combining marks
        (0x03FF, 450),     // Greek
        (0x052F, 330),     // Cyrillic
        (0x058F, 500),     // Armenian
        (0x05FF, 480),     // Hebrew
        (0x077F, 430),     // Arabic
        (0x08FF, 700),
        (0x0DFF, 450),     // Indic scripts
        (0x0E7F, 450),     // Thai
        (0x0FFF, 900),
        (0x10FF, 550),     // Burmese, Georgian
        (0x11FF, 1_000),
        (0x1CFF, 1_000),
        (0x1FFF, 700),     // Vietnamese, polytonic Greek
        (0x206F, 700),     // dashes, quotation marks
        (0x2BFF, 1_200),   // arrows, boxes, symbols
        (0x303F, 800),     // ideographic punctuation
        (0x30FF, 700),     // kana
        (0x33FF, 1_000),
        (0x4DBF, 2_000),
        (0x9FFF, 800),     // Chinese characters
        (0xABFF, 1_500),
        (0xD7AF, 650),     // Hangul
        (0xDFFF, 1_000),   // halves of escaped pairs: two make an emoji
        (0xFAFF, 1_500),
        (0xFFEF, 900),     // full width forms
        (0xFFFF, 1_500),
        (0x1FAFF, 2_000),  // emoji
        (0x10FFFF, 2_500),
    ];

    // All ranges of the basic plane end at a multiple of sixteen.
    private static readonly ushort[] BySixteen = [.. Enumerable.Range(0, 0x1000).Select(sixteen => (ushort)Search(sixteen << 4))];

    public static int Of(int codePoint) => codePoint <= 0xFFFF ? BySixteen[codePoint >> 4] : Search(codePoint);

    private static int Search(int codePoint)
    {
        foreach (var (last, tokens) in Ranges)
        {
            if (codePoint <= last) return tokens;
        }

        return TextTokens.Unit;
    }
}
