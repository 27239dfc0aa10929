using Gantry.Billing.Pricing;

namespace Gantry.Billing.Payments;

/// <summary>One refund or dispute as the store has it.</summary>
/// <param name="Kind">How the money is taken back.</param>
/// <param name="AmountMinor">In the currency's smallest unit.</param>
/// <param name="Standing">Where it stands.</param>
internal readonly record struct Taking(TakingKind Kind, long AmountMinor, TakingStanding Standing)
{
    private bool IsGone => Standing is TakingStanding.Open or TakingStanding.Taken;

    /// <summary>What is to be taken back of an order's credit when all this has happened to its payment, in whatever order it was told.</summary>
    public static Money Of(PaymentOrder order, IReadOnlyCollection<Taking> takings)
    {
        var refunds = Sum(takings.Where(t => t is { Kind: TakingKind.Refund, IsGone: true }));
        // The provider's total may tell of refunds that were not told one by one, and it may be older than the failure of one.
        var total = takings.Where(t => t.Kind == TakingKind.RefundTotal).Select(t => t.AmountMinor).DefaultIfEmpty(0).Max()
            - Sum(takings.Where(t => t is { Kind: TakingKind.Refund, IsGone: false }));
        var disputed = Sum(takings.Where(t => t is { Kind: TakingKind.Dispute, IsGone: true }));
        var minor = Math.Min(order.AmountMinor, checked(Math.Max(refunds, total) + disputed));
        return new Money((long)((Int128)order.Credit.Nanos * minor / order.AmountMinor));
    }

    /// <summary>Adds what a later word says: a total only grows, and no standing goes back.</summary>
    public Taking With(Taking word) => word.Kind == TakingKind.RefundTotal
        ? this with { AmountMinor = Math.Max(AmountMinor, word.AmountMinor) }
        : word.Standing >= Standing ? word : this;

    private static long Sum(IEnumerable<Taking> takings) => takings.Sum(t => t.AmountMinor);
}
