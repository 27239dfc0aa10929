namespace Gantry.Billing.Payments;

/// <summary>What a word about a checkout does to its order. The one place that decides on a credit.</summary>
internal static class OrderRules
{
    /// <summary>Two clocks, and the way of the last click.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Judges.</summary>
    /// <param name="order">The order that the report names, as it stands; null where there is none.</param>
    /// <param name="report">Known to be the provider's own word.</param>
    public static OrderVerdict Judge(PaymentOrder? order, SessionReport report)
    {
        if (order is null) return Refuse(null, "no order of this gateway is named");
        if (Foreign(order, report) is { } foreign) return Refuse(order, foreign);
        return order.State switch
        {
            OrderState.Paid or OrderState.Manual => Leave(order),
            _ when report.Step == SessionStep.Failed => order.IsOpen ? Move(order, OrderState.Failed) : Leave(order),
            _ when report.Step == SessionStep.Expired => order.State == OrderState.Created ? Move(order, OrderState.Expired) : Leave(order),
            _ when Misfit(order, report) is { } misfit => new OrderVerdict(new PaymentOutcome(PaymentResult.Manual, order.Id, misfit), OrderState.Manual),
            _ when report.Paid => new OrderVerdict(new PaymentOutcome(PaymentResult.Credited, order.Id), OrderState.Paid),
            OrderState.Created => Move(order, OrderState.Pending),
            _ => Leave(order),
        };
    }

    // What speaks of another order than this one must not change this one.
    private static string? Foreign(PaymentOrder order, SessionReport report) =>
        order.Provider != report.Provider ? "the order was made with another provider"
        : order.Live != report.Live ? $"the order is {Mode(order.Live)}, the payment {Mode(report.Live)}"
        : order.AccountId != report.AccountId ? "the checkout names another account than the order"
        : order.SessionId is { } session && session != report.SessionId ? "the order has another checkout"
        : null;

    private static string? Misfit(PaymentOrder order, SessionReport report) =>
        order.AmountMinor != report.AmountMinor || order.Currency != report.Currency ? "amount or currency is not that of the order"
        : !report.Paid ? null
        : order.State is OrderState.Failed or OrderState.Expired ? $"money came when the order was {(order.State == OrderState.Failed ? "failed" : "expired")} already"
        : report is { Step: SessionStep.Completed, At: { } at } && at > order.ExpiresAt + Grace ? "the order had expired when it was paid"
        : null;

    private static OrderVerdict Refuse(PaymentOrder? order, string why) => new(new PaymentOutcome(PaymentResult.Refused, order?.Id, why), null);

    private static OrderVerdict Move(PaymentOrder order, OrderState next) => new(new PaymentOutcome(PaymentResult.Noted, order.Id), next);

    private static OrderVerdict Leave(PaymentOrder order) => new(new PaymentOutcome(PaymentResult.Unchanged, order.Id), null);

    private static string Mode(bool live) => live ? "for real money" : "in test mode";
}
