using System.Globalization;

namespace Gantry.Billing.Pricing;

/// <summary>An amount of US dollars, exact to the nano-dollar. Arithmetic is checked: an amount never wraps around.</summary>
/// <param name="Nanos">Billionths of a dollar; may be negative where a difference is meant.</param>
public readonly record struct Money(long Nanos) : IComparable<Money>
{
    public const long NanosPerDollar = 1_000_000_000;

    public static Money Zero => default;

    public bool IsZero => Nanos == 0;

    public static Money Min(Money left, Money right) => left.Nanos <= right.Nanos ? left : right;

    public static Money Max(Money left, Money right) => left.Nanos >= right.Nanos ? left : right;

    public static Money operator +(Money left, Money right) => new(checked(left.Nanos + right.Nanos));

    public static Money operator -(Money left, Money right) => new(checked(left.Nanos - right.Nanos));

    public static Money operator -(Money amount) => new(checked(-amount.Nanos));

    public static bool operator <(Money left, Money right) => left.Nanos < right.Nanos;

    public static bool operator >(Money left, Money right) => left.Nanos > right.Nanos;

    public static bool operator <=(Money left, Money right) => left.Nanos <= right.Nanos;

    public static bool operator >=(Money left, Money right) => left.Nanos >= right.Nanos;

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    public static Money Negate(Money amount) => -amount;

    public int CompareTo(Money other) => Nanos.CompareTo(other.Nanos);

    /// <summary>Dollars with all nine decimals, as in <c>0.054399000</c>.</summary>
    public override string ToString()
    {
        var (dollars, rest) = Int128.DivRem(Int128.Abs(Nanos), NanosPerDollar);
        return string.Create(CultureInfo.InvariantCulture, $"{(Nanos < 0 ? "-" : "")}{dollars}.{rest:D9}");
    }
}
