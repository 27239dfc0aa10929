namespace Gantry.Billing.Pricing;

/// <summary>What a client pays that leaves in the middle of an answer.</summary>
public enum CancelPolicy
{
    /// <summary>The prompt and what was delivered.</summary>
    Delivered,

    /// <summary>What the upstream charges.</summary>
    Upstream,

    /// <summary>Nothing.</summary>
    Void,
}
