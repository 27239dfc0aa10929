using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;

namespace Gantry.Billing.Ledger;

/// <summary>An allowance that an account may use up in every period before its own wallet pays.</summary>
/// <param name="Name">The plan's.</param>
/// <param name="Amount">Above zero; for one period.</param>
/// <param name="Period">How long it lasts.</param>
/// <param name="Overflow">What comes after it.</param>
public sealed record PlanTerms(string Name, Money Amount, PlanPeriod Period, PlanOverflow Overflow)
{
    /// <summary>The period that holds a moment.</summary>
    public SpendSpan SpanAt(DateTimeOffset moment, TimeZoneInfo zone) => SpendWindows.Of(
        Period switch
        {
            PlanPeriod.Day => SpendWindow.Day,
            PlanPeriod.Week => SpendWindow.Week,
            _ => SpendWindow.Month,
        },
        moment,
        zone);
}
