namespace Gantry.Billing.Pricing;

/// <summary>Whether a prompt of exactly the bound already pays the long-context price: vendors differ.</summary>
public enum TierBound
{
    /// <summary>OpenAI, Google, Anthropic: longer than the bound.</summary>
    GreaterThan,

    /// <summary>xAI: the bound itself, too.</summary>
    AtLeast,
}
