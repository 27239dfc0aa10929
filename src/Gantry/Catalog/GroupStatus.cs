namespace Gantry.Catalog;

/// <summary>Whether a group serves.</summary>
public enum GroupStatus
{
    Active,

    /// <summary>It still serves, and every answer says what to use instead.</summary>
    Deprecated,

    /// <summary>It serves nobody.</summary>
    Closed,
}
