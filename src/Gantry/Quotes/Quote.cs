using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Snapshot;

namespace Gantry.Quotes;

/// <summary>What a request would cost in one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Model">The model.</param>
/// <param name="Price">The price that it would be promised now.</param>
/// <param name="PromptTokens">The prompt, estimated.</param>
/// <param name="LikelyOutput">The answer in tokens as it usually is.</param>
/// <param name="WorstOutput">The longest answer in tokens that is reckoned with, for one choice.</param>
/// <param name="Likely">The cost of the one.</param>
/// <param name="Worst">The cost of the other, with the dearest kind of prompt.</param>
/// <param name="Hold">What would be set aside first.</param>
/// <param name="Refusal">Why it would not be admitted now; null where it would.</param>
internal sealed record Quote(
    Group Group,
    Model Model,
    PinnedPrice Price,
    long PromptTokens,
    long LikelyOutput,
    long WorstOutput,
    Money Likely,
    Money Worst,
    Money Hold,
    HoldRefusal? Refusal);
