namespace Gantry.Snapshot;

/// <summary>Whose asking a rate limit counts.</summary>
public enum RateOwner
{
    /// <summary>One key's.</summary>
    Key,

    /// <summary>That of all keys of one account.</summary>
    Account,

    /// <summary>Everybody's through one group.</summary>
    Group,

    /// <summary>Everybody's for one model through one group.</summary>
    Model,

    /// <summary>That of one network address, whatever key it shows.</summary>
    Address,
}
