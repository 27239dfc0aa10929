namespace Gantry.Contracts.Manage.Payments;

/// <summary>What one pays in by card.</summary>
public interface IMyPayments
{
    /// <summary>Whether cards are taken, and how much.</summary>
    Task<PaymentOffer> OfferAsync(IActor who, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    Task<Page<PaymentView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    Task<PaymentView> GetAsync(IActor who, Guid id, CancellationToken cancellation);

    /// <summary>Makes an order and the page where it can be paid: <see cref="PaymentView.Url"/>.</summary>
    /// <param name="who">Who pays; the credit is for its own wallet.</param>
    /// <param name="draft">What.</param>
    /// <param name="origin">Where the gateway was reached, such as <c>https://gateway.example.com</c>: the payer comes back there, unless the settings name another address.</param>
    /// <param name="cancellation">Ends the work before the order is made.</param>
    /// <exception cref="RefusedException">Cards are not taken, or not this amount, or too many orders are open, or the payment provider failed.</exception>
    Task<PaymentView> OpenAsync(IActor who, PaymentDraft draft, Uri origin, CancellationToken cancellation);
}
