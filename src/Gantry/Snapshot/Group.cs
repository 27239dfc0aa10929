using System.Collections.Frozen;
using System.Collections.Immutable;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols;

namespace Gantry.Snapshot;

/// <summary>What a key is assigned to: the visible models, who serves them, and the terms.</summary>
public sealed record Group
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Price factor in parts per million: 1,000,000 is the list price.</summary>
    public long MultiplierPpm { get; init; } = 1_000_000;

    public CancelPolicy CancelPolicy { get; init; } = CancelPolicy.Delivered;

    /// <summary>Bounds on what everybody together may spend through this group.</summary>
    public ImmutableArray<SpendCap> Caps { get; init; } = [];

    /// <summary>How much everybody together may ask for through this group; null for no limit.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>The same for single models, by their ids.</summary>
    public FrozenDictionary<string, RateLimit> ModelRateLimits { get; init; } = FrozenDictionary<string, RateLimit>.Empty;

    /// <summary>The most answer tokens that are set aside for a request which names no limit of its own.</summary>
    public long HoldOutputTokens { get; init; } = 16_000;

    /// <summary>Model id or alias -> its deployments in this group, by priority, then by weight, then by upstream name.</summary>
    public required FrozenDictionary<string, ImmutableArray<Deployment>> Offers { get; init; }

    /// <summary>Names that stand for several models of the group.</summary>
    public FrozenDictionary<string, VirtualOffer> VirtualModels { get; init; } = FrozenDictionary<string, VirtualOffer>.Empty;

    /// <summary>Operations that the group serves, or null for all.</summary>
    public FrozenSet<Operation>? Operations { get; init; }

    /// <summary>Protocols of clients that the group serves, or null for all.</summary>
    public FrozenSet<Protocol>? Protocols { get; init; }

    public GroupStatus Status { get; init; }

    /// <summary>The group to use instead, where this one is no longer active; null where none is named.</summary>
    public string? Replacement { get; init; }

    /// <summary>What its users are told where it is no longer active.</summary>
    public string Note { get; init; } = "";

    public PoolBalance Balance { get; init; }
}
