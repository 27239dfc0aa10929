using Gantry.Billing.Pricing;

namespace Gantry.Moving.LiteLlm;

/// <summary>What a LiteLLM configuration does not say.</summary>
internal sealed record LiteLlmOptions
{
    /// <summary>The account that the master key belongs to here.</summary>
    public required string Email { get; init; }

    /// <summary>What the account is granted: LiteLLM has no wallets.</summary>
    public Money? Credit { get; init; }

    /// <summary>LiteLLM's price list as JSON; null where there is none at hand.</summary>
    public byte[]? Prices { get; init; }
}
