namespace Gantry.Contracts.Connect;

/// <summary>Whether a set-up works.</summary>
public enum Verdict
{
    Good,

    /// <summary>It was answered, and something should be set otherwise all the same.</summary>
    Mended,

    /// <summary>Nothing is wrong with the set-up: what is behind it failed.</summary>
    Elsewhere,

    Wrong,
}
