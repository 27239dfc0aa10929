using System.Globalization;

namespace Gantry.Console.Shell;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    /// <summary>USD with two decimals, or as many as it takes to say all of it.</summary>
    /// <param name="amount">Decimal text.</param>
    public static string Money(string amount)
    {
        var whole = amount.Split('.')[0];
        var rest = amount.Contains('.') ? amount[(whole.Length + 1)..].TrimEnd('0') : "";
        var grouped = long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var dollars) ? Count(Math.Abs(dollars)) : whole;
        return $"{(amount.StartsWith('-') ? "-" : "")}${grouped}.{rest.PadRight(2, '0')}";
    }

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
