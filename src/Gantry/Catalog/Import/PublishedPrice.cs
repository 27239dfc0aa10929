using System.Collections.Immutable;

namespace Gantry.Catalog.Import;

/// <summary>What somebody has published about one model.</summary>
/// <param name="Model">Its name in the list.</param>
/// <param name="Vendor">Who sells it there, in the list's words.</param>
/// <param name="Price">What the list says; null where it has no price, or nothing but zero: that is no statement that it is free.</param>
internal sealed record PublishedPrice(string Model, string Vendor, ModelPrice? Price)
{
    /// <summary>What a person should read before accepting it.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Facts that a list of this format cannot state, by the beginning of their names: what is set for them stays.</summary>
    public ImmutableArray<string> Unstated { get; init; } = [];
}
