namespace Gantry.Accounts.Users;

/// <summary>What a one-time token is worth.</summary>
internal enum TokenState
{
    Unknown,
    Open,

    /// <summary>Used, replaced or expired.</summary>
    Gone,
}
