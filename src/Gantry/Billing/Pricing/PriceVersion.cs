using System.Collections.Immutable;

namespace Gantry.Billing.Pricing;

/// <summary>The prices of one model from one moment on. Never changes once made: a new price is a new version (DESIGN §5).</summary>
public sealed record PriceVersion
{
    /// <summary>Names the version in usage records, for ever.</summary>
    public required string Id { get; init; }

    /// <summary>The public model id.</summary>
    public required string Model { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Where the figures come from: the configuration, the seed catalogue, an import, a person.</summary>
    public required string Source { get; init; }

    /// <summary>Which list it stands in: see <see cref="PriceBook"/>.</summary>
    public string Book { get; init; } = PriceBook.List;

    /// <summary>Ends a price: from here on there is none.</summary>
    public bool IsEnd => !Free && Lines.IsEmpty;

    /// <summary>Costs nothing, on purpose.</summary>
    public bool Free { get; init; }

    public ImmutableArray<PriceLine> Lines { get; init; } = [];
}
