namespace Gantry.Billing.Caps;

/// <summary>Whose spending a cap bounds.</summary>
public enum SpendScope
{
    /// <summary>One API key.</summary>
    Key,

    /// <summary>All keys of one account.</summary>
    Account,

    /// <summary>Everybody's requests through one group.</summary>
    Group,
}
