namespace Gantry.Billing.Pricing;

/// <summary>The vendor's class of service that an answer was given in, as the answer names it.</summary>
public enum ServiceTier
{
    Standard,
    Batch,
    Flex,
    Priority,
}
