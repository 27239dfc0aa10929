namespace Gantry.Routing.Health;

/// <summary>Whether a target may be asked.</summary>
internal enum HealthState
{
    /// <summary>Yes.</summary>
    Healthy,

    /// <summary>One request is let through to see; others go elsewhere.</summary>
    Probing,

    /// <summary>Not before a time that is known.</summary>
    Cooling,

    /// <summary>The credential was refused or has no money: not before a check has succeeded.</summary>
    Out,
}
