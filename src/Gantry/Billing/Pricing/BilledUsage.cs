using Gantry.Protocols.Hub;

namespace Gantry.Billing.Pricing;

/// <summary>What is priced: the counts of one answer and what else decides on the price.</summary>
/// <param name="Usage">Disjoint buckets.</param>
/// <param name="Tier">The class of service that the answer names; standard where it names none.</param>
/// <param name="Variant">Quality and size of the pictures; null for none.</param>
public readonly record struct BilledUsage(Usage Usage, ServiceTier Tier = ServiceTier.Standard, string? Variant = null);
