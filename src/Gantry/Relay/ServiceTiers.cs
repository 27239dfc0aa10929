using Gantry.Billing.Pricing;

namespace Gantry.Relay;

/// <summary>The vendors' words for their classes of service.</summary>
internal static class ServiceTiers
{
    /// <summary>The class that an answer names; standard for words that mean it, and for none.</summary>
    public static ServiceTier Of(string? word) => word switch
    {
        "flex" => ServiceTier.Flex,
        "priority" or "fast" => ServiceTier.Priority,
        "batch" => ServiceTier.Batch,
        _ => ServiceTier.Standard,
    };
}
