using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Wallets;

/// <summary>Amounts as the API takes and shows them, exactly.</summary>
internal static class MoneyTexts
{
    public static UsdAmount Show(long nanos) => new((nanos < 0 ? "-" : "") + DecimalText.Format(Int128.Abs(nanos), DecimalText.Nano, 2), nanos);

    public static UsdAmount Show(Money amount) => Show(amount.Nanos);

    /// <returns>Null where nothing is said.</returns>
    /// <exception cref="RefusedException">No such amount, or two that are not one.</exception>
    public static Money? Read(string? amount, long? nanos, bool signed)
    {
        if (amount is not null)
        {
            var negative = signed && amount.StartsWith('-');
            if (DecimalText.TryParse(negative ? amount[1..] : amount, DecimalText.Nano, out var said) is { } wrong) throw RefusedException.Field("amount", wrong);
            if (negative) said = -said;
            if (nanos is { } other && other != said) throw RefusedException.Field("amount_nanos", "is not amount: send one of the two");
            nanos = said;
        }

        return nanos switch
        {
            null => null,
            0 => throw RefusedException.Field(amount is null ? "amount_nanos" : "amount", "is nothing"),
            < 0 when !signed || nanos == long.MinValue => throw RefusedException.Field("amount_nanos", "must be above zero"),
            { } read => new Money(read),
        };
    }
}
