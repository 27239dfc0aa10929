namespace Gantry.Catalog;

/// <summary>Where the figures of a price come from, as price versions tell it.</summary>
internal static class PriceSource
{
    public const string Seed = "seed";

    /// <summary>Set by a person; stays where a configuration says nothing about the price.</summary>
    public const string Hand = "hand";

    /// <summary>Read from a published list and accepted by a person; stays like <see cref="Hand"/>.</summary>
    public const string Import = "import";

    /// <summary>Whether a configuration that leaves the price out leaves this one in place.</summary>
    public static bool Stays(string? source) => source is Hand or Import;
}
