using Gantry.Billing.Pricing;

namespace Gantry.Watch;

/// <summary>
/// Whether an hour's spending is out of the ordinary. Of the n hours before it, with x nano-USD each: S is the sum of x, Q that of their squares. s is, if it
/// is at least the floor, more than three times the mean (s n &gt; 3 S), more than four standard deviations above it ((s n - S)² &gt; 16 (n Q - S²)), and
/// more than one and a half times the dearest x: what runs once a day is far from the mean, but no news. Integers throughout: nothing is divided and no
/// root is drawn.
/// </summary>
internal static class Velocity
{
    /// <summary>The hours that are looked back on: seven days.</summary>
    public const int Hours = 168;

    /// <summary>A key that is younger has no habits yet.</summary>
    public const int LeastHours = 24;

    // Of micro-dollars, 128 bits hold the squares of any sum that 64 bits of nano-dollars hold.
    private const long Micro = 1000;

    /// <param name="spent">In the hour.</param>
    /// <param name="hours">Of the hours before it those with spending; those in between had none.</param>
    /// <param name="count">How many hours there were, at most <see cref="Hours"/>.</param>
    /// <param name="floor">Less is never out of the ordinary.</param>
    public static bool IsUnusual(Money spent, IEnumerable<Money> hours, int count, Money floor)
    {
        if (count < LeastHours || spent < floor || spent <= Money.Zero) return false;
        Int128 sum = 0;
        Int128 squares = 0;
        Int128 dearest = 0;
        foreach (var hour in hours)
        {
            Int128 x = hour.Nanos / Micro;
            sum += x;
            squares = checked(squares + (x * x));
            dearest = Int128.Max(dearest, x);
        }

        Int128 own = spent.Nanos / Micro;
        var above = (own * count) - sum;
        return 2 * own > 3 * dearest && above > 2 * sum && checked(above * above) > checked(16 * ((count * squares) - (sum * sum)));
    }
}
