namespace Gantry.Billing;

/// <summary>How far the token counts of a usage record can be trusted.</summary>
public enum UsageSource
{
    /// <summary>No usage: nothing was served, or the operation has none.</summary>
    None,

    /// <summary>The provider reported it, and the answer reached its end.</summary>
    Reported,

    /// <summary>The provider's last report before the answer broke off.</summary>
    Partial,

    /// <summary>The provider reported none, or not all of it: the gateway's own estimate fills in.</summary>
    Estimated,
}
