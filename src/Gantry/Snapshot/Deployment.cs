using System.Collections.Immutable;
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

    /// <summary>
    /// <see cref="Price"/> beside the model's list price, line by line, the dearest of them, in parts per million; beside the lowest price that any
    /// group takes where there is no list price. <see cref="PriceRatio.Unbounded"/> where the other costs nothing.
    /// </summary>
    public long PriceFactorPpm { get; init; } = PinnedPrice.Par;

    /// <summary>What the upstream takes for it; null where nobody has said.</summary>
    public PriceVersion? CostPrice { get; init; }

    /// <summary>What the upstream speaks for this model, in order of preference; empty: what it speaks in general.</summary>
    public ImmutableArray<Protocol> OwnProtocols { get; init; } = [];

    /// <summary>What it is spoken to in, in order of preference.</summary>
    public ImmutableArray<Protocol> Spoken => OwnProtocols.IsEmpty ? Upstream.Speaks : OwnProtocols;

    /// <summary>Whether a client of the protocol is understood without translation.</summary>
    public bool Speaks(Protocol protocol) => Spoken.Contains(protocol);

    /// <summary>What to speak with the upstream for a client of this protocol: the same where it can, else what it prefers.</summary>
    public Protocol SpokenTo(Protocol client) => Speaks(client) ? client : Spoken[0];
}
