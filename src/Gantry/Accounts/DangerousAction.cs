namespace Gantry.Accounts;

/// <summary>What asks for a factor presented within the last five minutes, however long ago the session began (reliability S-24).</summary>
internal enum DangerousAction
{
    UpstreamKeys,
    PaymentSettings,
    ManualCredit,
    PriceChange,
    RoleChange,

    /// <summary>Taking away a second factor, one's own or somebody else's.</summary>
    FactorRemoval,
}
