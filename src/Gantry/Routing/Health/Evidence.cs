namespace Gantry.Routing.Health;

/// <summary>What an outcome says about one thing that health is kept of.</summary>
internal enum Evidence
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It works.</summary>
    Good,

    /// <summary>It does not.</summary>
    Bad,
}
