using Gantry.Billing.Pricing;

namespace Gantry.Billing.Charges;

/// <summary>The policy on cancels and failures (reliability §5.6), one row a line. Pure.</summary>
public static class ChargeRules
{
    /// <summary>What is charged for an answer that ended so, and the row that decided.</summary>
    public static (ChargeBasis Basis, ChargeReason Reason) Decide(in AnswerFacts answer) => answer switch
    {
        { Refused: true } => (ChargeBasis.Nothing, ChargeReason.NothingDelivered),
        { ClientLeft: true, Policy: CancelPolicy.Void } => (ChargeBasis.Nothing, ChargeReason.Waived),
        { Ended: true } => (ChargeBasis.Whole, ChargeReason.Usage),
        { HasContent: true } => (ChargeBasis.Delivered, ChargeReason.Delivered),

        // From here on nothing of the answer has come.
        { ClientLeft: false } => (ChargeBasis.Nothing, ChargeReason.NothingDelivered),
        { Policy: CancelPolicy.Upstream } or { UpstreamGoesOn: true } or { IsHabit: true } => (ChargeBasis.Prompt, ChargeReason.PromptOnly),
        _ => (ChargeBasis.Nothing, ChargeReason.NothingDelivered),
    };

    /// <summary>Whether an answer is read to its end though its client has left: the upstream charges for it anyway, so it is charged exactly.</summary>
    public static bool Drains(CancelPolicy policy, bool upstreamGoesOn) => upstreamGoesOn && policy != CancelPolicy.Void;
}
