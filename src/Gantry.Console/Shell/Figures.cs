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

    /// <summary>USD that are not text yet.</summary>
    public static string Money(decimal amount) => Money(amount.ToString("0.#########", CultureInfo.InvariantCulture));

    /// <summary>How long something took: 850 ms, 1.25 s, 12.5 s, 3.2 min.</summary>
    public static string Lasting(decimal micros) => micros switch
    {
        < 1_000_000 => Math.Round(micros / 1_000).ToString(CultureInfo.InvariantCulture) + " ms",
        < 10_000_000 => (micros / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + " s",
        < 120_000_000 => (micros / 1_000_000).ToString("0.#", CultureInfo.InvariantCulture) + " s",
        _ => (micros / 60_000_000).ToString("0.#", CultureInfo.InvariantCulture) + " min",
    };

    /// <summary>A part of a whole, from 0 to 1, as a percentage with one decimal.</summary>
    public static string Share(decimal share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>A large number in three digits or so: 950, 1.2K, 34.6M.</summary>
    public static string Short(decimal number) => number switch
    {
        >= 1_000_000_000 => (number / 1_000_000_000).ToString("0.##", CultureInfo.InvariantCulture) + "B",
        >= 1_000_000 => (number / 1_000_000).ToString("0.#", CultureInfo.InvariantCulture) + "M",
        >= 10_000 => (number / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + "K",
        _ => number.ToString("#,0.##", CultureInfo.InvariantCulture),
    };

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
