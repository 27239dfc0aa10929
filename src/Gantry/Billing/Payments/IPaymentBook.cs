namespace Gantry.Billing.Payments;

/// <summary>Reads the orders of all accounts and what providers said about them. Nothing is changed here.</summary>
internal interface IPaymentBook
{
    /// <summary>Orders, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Older than the order with this moment and id; null for the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the query.</param>
    Task<IReadOnlyList<PaymentLine>> PageAsync(PaymentFilter filter, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken cancellation);

    /// <summary>One order with all that was heard of it; null where there is none.</summary>
    Task<PaymentHistory?> FindAsync(Guid orderId, CancellationToken cancellation);
}
