namespace Gantry.Routing.Health;

/// <summary>What keeps a target out of use.</summary>
internal enum HealthCause
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The target's own failures: its breaker.</summary>
    Target,

    /// <summary>The upstream cannot be reached: the breaker of all its targets.</summary>
    Upstream,

    /// <summary>The credential has had too much of the model for now. No failure: it ends by itself, without a probe.</summary>
    RateLimit,

    /// <summary>The credential is refused, or has no money.</summary>
    Credential,
}
