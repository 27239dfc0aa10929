namespace Gantry.Contracts.Manage.Arrivals;

/// <summary>What the gateway thinks of the key that came with a request.</summary>
public enum KeyStanding
{
    /// <summary>There was none where keys are looked for.</summary>
    None,

    /// <summary>One of the watcher's, in force.</summary>
    Good,

    /// <summary>One of the watcher's that was revoked, or whose account or member is disabled.</summary>
    Revoked,

    Expired,

    /// <summary>Two different ones of this gateway.</summary>
    Two,

    /// <summary>Nobody's here.</summary>
    Unknown,

    /// <summary>The watcher's key is in it, with something added or missing.</summary>
    Damaged,

    /// <summary>The watcher's key came in a header that nobody looks at.</summary>
    Misplaced,

    /// <summary>The words that stand in the place of a key until one is put there.</summary>
    Placeholder,
}
