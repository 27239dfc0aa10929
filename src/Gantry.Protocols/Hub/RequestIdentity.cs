using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>On whose behalf, in which session, at which service level.</summary>
public sealed record RequestIdentity
{
    /// <summary>The client's word for its end user, as it stood.</summary>
    public JsonText? EndUser { get; init; }

    /// <summary>Groups requests that share a prompt prefix; null where the client gives none.</summary>
    public JsonText? CacheKey { get; init; }

    /// <summary>Pairs that the caller wants back; absent where there are none.</summary>
    public JsonSlice Metadata { get; init; }

    /// <summary>In the client's own word; empty where nothing is said.</summary>
    public string ServiceTier { get; init; } = "";

    /// <summary>Whether the provider may keep the answer; null where nothing is said.</summary>
    public bool? Store { get; init; }
}
