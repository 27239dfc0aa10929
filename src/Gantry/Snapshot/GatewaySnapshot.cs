using System.Collections.Frozen;
using Gantry.Secrets;

namespace Gantry.Snapshot;

/// <summary>The whole configuration as one immutable value. A request reads one snapshot from its first to its last step.</summary>
public sealed record GatewaySnapshot
{
    /// <summary>Grows with every accepted change of the store.</summary>
    public required long Version { get; init; }

    /// <summary>Keys by the keyed hash of their secret.</summary>
    public required FrozenDictionary<KeyHash, ApiKey> Keys { get; init; }

    /// <summary>Groups by name, in any case.</summary>
    public required FrozenDictionary<string, Group> Groups { get; init; }

    /// <summary>Models by id and by every alias.</summary>
    public required FrozenDictionary<string, Model> Models { get; init; }

    public required GatewaySettings Settings { get; init; }

    /// <summary>When the next price takes effect and the snapshot is out of date; null where none is waiting.</summary>
    public DateTimeOffset? PricesUntil { get; init; }
}
