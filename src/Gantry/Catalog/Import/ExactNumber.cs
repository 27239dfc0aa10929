using System.Globalization;
using System.Numerics;

namespace Gantry.Catalog.Import;

/// <summary>Decimal numbers of published lists, with or without an exponent, read from their text: 1.5e-05 has no exact binary form.</summary>
internal static class ExactNumber
{
    // No price needs more; it bounds the work.
    private const int LongestText = 40;
    private const int LargestExponent = 40;

    /// <summary>Reads a number that is not negative, times ten to the power of <paramref name="decimals"/>, rounded up.</summary>
    /// <param name="text">As JSON writes numbers.</param>
    /// <param name="decimals">The scale.</param>
    /// <param name="scaled">The number.</param>
    /// <param name="exact">False where it had to be rounded.</param>
    /// <returns>False where the text is no such number, or one that is too large.</returns>
    public static bool TryRead(string text, int decimals, out long scaled, out bool exact)
    {
        (scaled, exact) = (0, true);
        if (text.Length > LongestText) return false;
        var end = text.IndexOfAny(['e', 'E']);
        var exponent = 0;
        if (end >= 0 && (!int.TryParse(text[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > LargestExponent))
            return false;
        var digits = end < 0 ? text : text[..end];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits : digits.Remove(point, 1);
        if (whole.Length == 0 || !whole.All(char.IsAsciiDigit)) return false;
        var power = decimals + exponent - (point < 0 ? 0 : digits.Length - point - 1);
        var value = BigInteger.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture);
        if (power >= 0)
        {
            value *= BigInteger.Pow(10, power);
        }
        else
        {
            value = BigInteger.DivRem(value, BigInteger.Pow(10, -power), out var rest);
            exact = rest.IsZero;
            if (!exact) value++;
        }

        if (value > long.MaxValue) return false;
        scaled = (long)value;
        return true;
    }
}
