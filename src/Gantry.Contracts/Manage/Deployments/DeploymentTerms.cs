using System.Text.Json;

namespace Gantry.Contracts.Manage.Deployments;

/// <summary>What can be said of a deployment, in the words of the declarative file.</summary>
public record DeploymentTerms
{
    /// <summary>Lower is tried first.</summary>
    public int Priority { get; init; }

    /// <summary>Share among deployments of one priority; at least 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Stronger than those of the model.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Rules { get; init; }

    /// <summary>What the upstream speaks for this model; empty: what it speaks in general.</summary>
    public IReadOnlyList<string> Speaks { get; init; } = [];

    /// <summary>What the upstream takes for it.</summary>
    public PriceTerms? Cost { get; init; }
}
