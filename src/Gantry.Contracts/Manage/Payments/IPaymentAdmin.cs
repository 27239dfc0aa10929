namespace Gantry.Contracts.Manage.Payments;

/// <summary>The card payments of all accounts, for those who keep the books. Nothing is changed here: refunds are made at the payment provider, and what it says of them moves the wallet.</summary>
public interface IPaymentAdmin
{
    /// <summary>Newest first.</summary>
    Task<Page<PaymentRow>> ListAsync(IActor who, PaymentQuery query, CancellationToken cancellation);

    /// <summary>Writes those that a query means as CSV (RFC 4180, safe in spreadsheets), newest first.</summary>
    /// <param name="who">Who asks; one export at a time for each.</param>
    /// <param name="query">Which; its page does not matter.</param>
    /// <param name="open">Called once nothing is in the way, with the name of the file and its content type: where to write.</param>
    /// <param name="cancellation">Ends the writing in the middle.</param>
    Task ExportAsync(IActor who, PaymentQuery query, Func<string, string, Stream> open, CancellationToken cancellation);

    /// <exception cref="RefusedException">There is no such payment.</exception>
    Task<PaymentStory> GetAsync(IActor who, Guid id, CancellationToken cancellation);
}
