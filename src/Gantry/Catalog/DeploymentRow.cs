using System.Collections.Immutable;
using Gantry.Protocols;

namespace Gantry.Catalog;

/// <summary>A model as one upstream offers it in one group.</summary>
internal sealed record DeploymentRow : CatalogRow
{
    public required string Group { get; init; }

    /// <summary>A model id, never an alias.</summary>
    public required string Model { get; init; }

    public required string Upstream { get; init; }

    /// <summary>What the upstream calls the model.</summary>
    public required string UpstreamModel { get; init; }

    /// <summary>Lower is tried first.</summary>
    public int Priority { get; init; }

    /// <summary>Share among deployments of one priority; at least 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>As <see cref="ModelRow.Rules"/>, for this deployment alone; stronger than those.</summary>
    public string? Rules { get; init; }

    /// <summary>What the upstream takes for it; null where nobody has said.</summary>
    public ModelPrice? Cost { get; init; }

    /// <summary>What the upstream speaks for this model, in order of preference; empty: what it speaks in general.</summary>
    public ImmutableArray<Protocol> Speaks { get; init; } = [];

    public override RowKey Key => new(RowKind.Deployment, $"{Group}: {Model} at {Upstream} as {UpstreamModel}");

    public override IEnumerable<RowFact> Facts() =>
    [
        new("priority", Priority.ToString()), new("weight", Weight.ToString()), .. Rules is null ? [] : (RowFact[])[new("rules", Rules)],
        .. Speaks.IsEmpty ? [] : (RowFact[])[new("speaks", List(Speaks.Select(EnumWords.Of)))],
        .. Cost?.Facts("cost.") ?? [],
    ];
}
