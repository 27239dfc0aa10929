namespace Gantry.Billing;

/// <summary>How sure the gateway is of what an attempt cost it.</summary>
public enum AttemptCostStatus
{
    /// <summary>By reported usage.</summary>
    Exact,

    /// <summary>By the gateway's own count.</summary>
    Estimated,

    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>The upstream charges nothing: it refused, or was never reached.</summary>
    Zero,
}
