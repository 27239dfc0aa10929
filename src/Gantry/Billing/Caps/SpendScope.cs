namespace Gantry.Billing.Caps;

/// <summary>Whose spending a cap bounds.</summary>
public enum SpendScope
{
    /// <summary>One API key.</summary>
    Key,

    /// <summary>All keys of one account.</summary>
    Account,

    /// <summary>All keys that one person has made in one team: its budget there.</summary>
    Member,

    /// <summary>Everybody's requests through one group.</summary>
    Group,
}
