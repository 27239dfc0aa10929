namespace Gantry.Billing.Ledger;

/// <summary>How long the allowance of a plan lasts; days, weeks (from Monday) and months begin at 00:00 in the zone of the account.</summary>
public enum PlanPeriod
{
    Day,
    Week,
    Month,
}
