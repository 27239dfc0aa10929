using Gantry.Billing;
using Gantry.Billing.Pricing;

namespace Gantry.Owner;

/// <summary>Why a request was charged as it was, in words.</summary>
internal static class ChargeWords
{
    public static string Of(ChargeReason reason) => reason switch
    {
        ChargeReason.Usage => "The usage of the whole answer.",
        ChargeReason.NothingDelivered => "Nothing: no content was delivered.",
        ChargeReason.Delivered => "The prompt and what was delivered before the answer broke off.",
        ChargeReason.Waived => "Nothing: the group does not charge for answers that the client breaks off.",
        ChargeReason.PromptOnly => "The prompt: the client left before the first word, and the upstream had begun.",
        ChargeReason.Swept => "The last progress that was written down before the gateway was stopped in the middle of the answer.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };

    public static string Of(CancelPolicy policy) => policy switch
    {
        CancelPolicy.Delivered => "A client that leaves pays for the prompt and what was delivered, and nothing before the first word unless the upstream goes on.",
        CancelPolicy.Upstream => "A client that leaves pays what the upstream takes.",
        CancelPolicy.Void => "A client that leaves pays nothing.",
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
    };

    /// <summary>Whether the usage that is recorded was charged at all.</summary>
    public static bool IsCharged(UsageCharge charge) =>
        charge.Reason is not (ChargeReason.NothingDelivered or ChargeReason.Waived) && !(charge is { Reason: ChargeReason.Swept, CostNanos: 0 });
}
