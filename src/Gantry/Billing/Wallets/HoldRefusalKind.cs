namespace Gantry.Billing.Wallets;

/// <summary>Why nothing was set aside.</summary>
public enum HoldRefusalKind
{
    /// <summary>The wallet has less than is needed.</summary>
    Balance,

    /// <summary>The wallet owes money after a chargeback.</summary>
    Blocked,

    /// <summary>A spend cap would be passed.</summary>
    Cap,
}
