using Gantry.Billing.Pricing;

namespace Gantry.Billing.Payments;

/// <summary>Makes orders and their checkouts. The order is there before the provider hears of it, so that whatever it tells later finds one.</summary>
internal sealed partial class CheckoutDesk(IPaymentStore store, StripeClient stripe, TimeProvider time, ILogger<CheckoutDesk> log)
{
    private const long NanosPerCent = Money.NanosPerDollar / 100;
    private const int MostTries = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Opens a checkout, or finds the one of the same key.</summary>
    /// <param name="settings">Null where card payments are not set up.</param>
    /// <param name="accountId">Who pays; its wallet has the same id.</param>
    /// <param name="cents">What.</param>
    /// <param name="key">The client's idempotency key; null for none.</param>
    /// <param name="back">Where the payer of an order comes back to.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<(CheckoutResult Result, PaymentOrder? Order)> OpenAsync(
        StripeSettings? settings, Guid accountId, long cents, string? key, Func<PaymentOrder, string> back, CancellationToken cancellation)
    {
        if (settings is not { CanCharge: true }) return (CheckoutResult.NotConfigured, null);
        if (cents < settings.Least || cents > settings.Most) return (CheckoutResult.Amount, null);
        var now = time.GetUtcNow();
        var wanted = new PaymentOrder
        {
            Id = Guid.CreateVersion7(now),
            AccountId = accountId,
            WalletId = accountId,
            Provider = PaymentOrder.Stripe,
            AmountMinor = cents,
            Currency = settings.Currency,
            Credit = new Money(checked(cents * NanosPerCent)),
            Live = settings.Live,
            IdempotencyKey = key,
            CreatedAt = now,
            ExpiresAt = now + PaymentOrder.Life,
        };
        if (await store.OpenAsync(wanted, cancellation) is not { } order) return (CheckoutResult.TooMany, null);
        if (order.AmountMinor != cents || order.Live != settings.Live || order.State != OrderState.Created || order.ExpiresAt <= now) return (CheckoutResult.KeyUsed, order);
        return order.Url is not null ? (CheckoutResult.Open, order) : await CreateAsync(settings, order, back(order), cancellation);
    }

    private async Task<(CheckoutResult Result, PaymentOrder? Order)> CreateAsync(StripeSettings settings, PaymentOrder order, string back, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var session = await stripe.CreateSessionAsync(settings, order, back, cancellation);
                await store.NoteSessionAsync(order.Id, session.Id, session.Url, cancellation);
                return (CheckoutResult.Open, order with { SessionId = session.Id, Url = session.Url });
            }
            catch (StripeException failure) when (failure.WorthAnotherTry && tries < MostTries)
            {
                await Task.Delay(Pause * tries, time, cancellation);
                if (await store.FindAsync(order.Id, cancellation) is { Url: not null } done) return (CheckoutResult.Open, done);
            }
            catch (StripeException failure)
            {
                NoCheckout(order.Id, failure.Message);
                return (CheckoutResult.ProviderFailed, order);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Order {Order} has no checkout: {Failure}")]
    private partial void NoCheckout(Guid order, string failure);
}
