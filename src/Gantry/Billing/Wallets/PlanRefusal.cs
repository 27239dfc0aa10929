using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;

namespace Gantry.Billing.Wallets;

/// <summary>A plan that alone pays for its account does not cover a request.</summary>
/// <param name="Terms">The plan, with what it granted for the period.</param>
/// <param name="ResetsAt">When the next period begins.</param>
/// <param name="Zone">On whose clocks the client is told.</param>
public sealed record PlanRefusal(PlanTerms Terms, DateTimeOffset ResetsAt, TimeZoneInfo Zone)
{
    /// <summary>The code of the error in every protocol.</summary>
    public const string Code = "plan_exhausted";

    /// <summary>Whole seconds until the next period, at least one.</summary>
    public long RetryAfterSeconds(DateTimeOffset now) => ResetText.Seconds(ResetsAt, now);

    /// <summary>When the next period begins, as a sentence.</summary>
    public string Reset(DateTimeOffset now) => ResetText.Sentence(ResetsAt, Zone, now);
}
