using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Payments;

namespace Gantry.Console.Payments;

/// <summary>Amounts as people read them.</summary>
internal static class PaymentShown
{
    public static string Amount(PaymentRow payment) => Amount(payment.Amount, payment.Currency);

    /// <param name="amount">Decimal text.</param>
    /// <param name="currency">ISO code.</param>
    public static string Amount(string amount, string currency) => currency == "usd" ? Figures.Money(amount) : $"{amount} {currency.ToUpperInvariant()}";
}
