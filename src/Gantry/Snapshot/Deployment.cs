using Gantry.Billing.Pricing;
using Gantry.Protocols;
using Gantry.Protocols.Models;

namespace Gantry.Snapshot;

/// <summary>A model as offered by one upstream inside one group.</summary>
public sealed record Deployment
{
    public required Model Model { get; init; }

    public required Upstream Upstream { get; init; }

    /// <summary>The name that the upstream knows the model by.</summary>
    public required string UpstreamModel { get; init; }

    /// <summary>Lower is tried first.</summary>
    public int Priority { get; init; }

    /// <summary>Share among deployments of one priority.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>What the model takes and refuses, with all that the operator knows better.</summary>
    public ModelRules Rules { get; init; } = ModelRules.Permissive;

    /// <summary>What the client pays: the model's list price in force and the group's factor. Null: not priced, so not routable.</summary>
    public PinnedPrice? Price { get; init; }

    /// <summary>What the upstream takes for it; null where nobody has said.</summary>
    public PriceVersion? CostPrice { get; init; }

    /// <summary>Whether a client of the protocol is understood without translation.</summary>
    public bool Speaks(Protocol protocol) => Upstream.Speaks.Contains(protocol);

    /// <summary>What to speak with the upstream for a client of this protocol: the same where it can, else what it prefers.</summary>
    public Protocol SpokenTo(Protocol client) => Speaks(client) ? client : Upstream.Speaks[0];
}
