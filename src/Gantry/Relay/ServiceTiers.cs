using Gantry.Billing.Pricing;

namespace Gantry.Relay;

/// <summary>The vendors' words for their classes of service.</summary>
internal static class ServiceTiers
{
    private const string GeminiPrefix = "SERVICE_TIER_";

    /// <summary>The class that an answer names; standard for words that mean it, and for none.</summary>
    public static ServiceTier Of(string? word) => word switch
    {
        "flex" => ServiceTier.Flex,
        "priority" or "fast" => ServiceTier.Priority,
        "batch" => ServiceTier.Batch,
        _ => ServiceTier.Standard,
    };

    /// <summary>
    /// The dearest class that a request allows by the word it asks with, in whichever protocol: <c>auto</c> leaves the choice to the vendor, who may serve it as
    /// priority. Standard where the request says nothing.
    /// </summary>
    public static ServiceTier Asked(string? word)
    {
        if (word is null)
        {
            return ServiceTier.Standard;
        }

        var bare = word.AsSpan();
        if (bare.StartsWith(GeminiPrefix, StringComparison.OrdinalIgnoreCase))
        {
            bare = bare[GeminiPrefix.Length..];
        }

        return Is(bare, "priority") || Is(bare, "fast") || Is(bare, "auto") ? ServiceTier.Priority
            : Is(bare, "flex") ? ServiceTier.Flex
            : Is(bare, "batch") ? ServiceTier.Batch
            : ServiceTier.Standard;
    }

    private static bool Is(ReadOnlySpan<char> word, string other) => word.Equals(other, StringComparison.OrdinalIgnoreCase);
}
