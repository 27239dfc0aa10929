namespace Gantry.Billing.Ledger;

/// <summary>The accounts that the lines of a transaction stand on. The lines of every transaction add up to nothing.</summary>
public static class LedgerAccounts
{
    /// <summary>Of the wallet: what can be spent.</summary>
    public const string Available = "available";

    /// <summary>Of the wallet: what open allowances have set aside.</summary>
    public const string Reserved = "reserved";

    /// <summary>Of the wallet: what a chargeback took beyond its balance; it blocks the wallet until it is paid.</summary>
    public const string Debt = "debt";

    /// <summary>What requests have earned.</summary>
    public const string Revenue = "house:revenue";

    /// <summary>What requests cost beyond what their wallets could pay.</summary>
    public const string Overrun = "house:overrun";

    public const string Promotion = "house:promo";

    public const string Refunds = "house:refund";

    public const string Adjustments = "house:adjustment";

    public const string Stripe = "external:stripe";

    public const string Codes = "external:code";

    public const string ByHand = "external:manual";
}
