namespace Gantry.Console.Language;

/// <summary>What the console speaks.</summary>
public enum Tongue
{
    English,

    /// <summary>Simplified.</summary>
    Chinese,
}
