namespace Gantry.Catalog;

/// <summary>Decimal numbers as text to scaled integers and back, exactly: no floating point comes near money.</summary>
internal static class DecimalText
{
    /// <summary>Decimals of a dollar amount in nano-USD.</summary>
    public const int Nano = 9;

    /// <summary>Decimals of a factor in parts per million.</summary>
    public const int Ppm = 6;

    /// <summary>
    /// Reads digits with at most one point and at most so many <paramref name="decimals"/>; the result is scaled by ten to this power.
    /// No sign, no exponent, no separators.
    /// </summary>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? TryParse(string text, int decimals, out long scaled)
    {
        scaled = 0;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (whole.Length == 0 || (point >= 0 && fraction.Length == 0) || !whole.All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit))
            return "is not a decimal number such as 3 or 0.25";
        if (fraction.Length > decimals) return $"has more than {decimals} decimals";
        if (long.TryParse(whole + fraction.PadRight(decimals, '0'), out scaled)) return null;
        return "is too large";
    }

    /// <summary>Writes what <see cref="TryParse"/> reads, with as few decimals as are exact but at least <paramref name="least"/>.</summary>
    public static string Format(Int128 scaled, int decimals, int least)
    {
        var digits = scaled.ToString().PadLeft(decimals + 1, '0');
        var fraction = digits[^decimals..].TrimEnd('0').PadRight(least, '0');
        return fraction.Length == 0 ? digits[..^decimals] : $"{digits[..^decimals]}.{fraction}";
    }
}
