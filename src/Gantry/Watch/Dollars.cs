using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Watch;

/// <summary>Amounts for people.</summary>
internal static class Dollars
{
    private const int Shown = 4;
    private const int Unit = 100_000;

    /// <summary>With two to four decimals, what is finer cut off: <c>$0.8125</c>.</summary>
    public static string Of(Money amount)
    {
        var (sign, cut) = (amount.Nanos < 0 ? "-" : "", Int128.Abs(amount.Nanos) / Unit);
        return $"{sign}${DecimalText.Format(cut, Shown, 2)}";
    }
}
