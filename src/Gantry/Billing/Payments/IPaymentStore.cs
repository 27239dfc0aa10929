namespace Gantry.Billing.Payments;

/// <summary>Orders and what providers say about them. Every method is one transaction, all or nothing.</summary>
internal interface IPaymentStore
{
    /// <summary>Writes a new order, or finds the one that the account made under the same key before.</summary>
    /// <returns>The order as it stands; null where the account has made too many of late.</returns>
    Task<PaymentOrder?> OpenAsync(PaymentOrder order, CancellationToken cancellation);

    Task<PaymentOrder?> FindAsync(Guid orderId, CancellationToken cancellation);

    /// <summary>The orders of an account, the newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="before">Older than the order with this moment and id; null for the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<IReadOnlyList<PaymentOrder>> PageAsync(Guid accountId, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken cancellation);

    /// <summary>Notes where the order can be paid, once.</summary>
    Task NoteSessionAsync(Guid orderId, string sessionId, string url, CancellationToken cancellation);

    /// <summary>Orders whose end nobody has heard, made after a moment, the oldest first.</summary>
    Task<IReadOnlyList<PaymentOrder>> OpenOrdersAsync(string provider, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>
    /// Does what a report says: the event, the order and the ledger in one commit, once for each event, whoever brings it how often and in
    /// whatever order. Only for reports that are known to be the provider's own word.
    /// </summary>
    Task<PaymentOutcome> ApplyAsync(PaymentReport report, CancellationToken cancellation);

    /// <summary>Closes an order that nobody paid, where it still is as it was made.</summary>
    Task ExpireAsync(Guid orderId, CancellationToken cancellation);
}
