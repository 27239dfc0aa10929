namespace Gantry.Billing.Ledger;

/// <summary>What happens to a request that a plan's allowance no longer covers.</summary>
public enum PlanOverflow
{
    /// <summary>The account's own wallet pays for it.</summary>
    Wallet,

    /// <summary>It is refused until the next period.</summary>
    Refuse,
}
