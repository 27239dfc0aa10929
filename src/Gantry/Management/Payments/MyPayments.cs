using System.Text.Json;
using Gantry.Audit;
using Gantry.Billing.Payments;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Payments;
using Gantry.Management.Http;
using Gantry.Management.Wallets;
using Gantry.Snapshot;

namespace Gantry.Management.Payments;

/// <inheritdoc cref="IMyPayments"/>
internal sealed class MyPayments(Admission admission, CheckoutDesk desk, IPaymentStore store, SnapshotHolder snapshots, IAuditLog audit, TimeProvider time) : IMyPayments
{
    private const int Decimals = 2;
    private const int LongestReference = 255;
    private const long NanosPerCent = 10_000_000;

    // The wallet in the console: it asks for the order and tells what came of it.
    private const string BackPath = "/console/topup?order=";

    public Task<PaymentOffer> OfferAsync(IActor who, CancellationToken cancellation)
    {
        admission.Check(who, MyPaymentResource.Offer);
        return Task.FromResult(snapshots.Current.Settings.Stripe is { CanCharge: true } stripe
            ? new PaymentOffer { Cards = true, Test = !stripe.Live, Least = OfCents(stripe.Least), Most = OfCents(stripe.Most) }
            : new PaymentOffer { Cards = false });
    }

    public async Task<Page<PaymentView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        var account = admission.Check(who, MyPaymentResource.List).AccountId;
        var found = await store.PageAsync(account, PaymentTexts.Place(query.After), query.Limit + 1, cancellation);
        var shown = found.Take(query.Limit).ToArray();
        return new Page<PaymentView>([.. shown.Select(View)], found.Count > query.Limit ? PaymentTexts.Cursor(shown[^1]) : null);
    }

    public async Task<PaymentView> GetAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        var account = admission.Check(who, MyPaymentResource.Get).AccountId;
        return await store.FindAsync(id, cancellation) is { } order && order.AccountId == account ? View(order) : throw RefusedException.Missing("payment");
    }

    public async Task<PaymentView> OpenAsync(IActor who, PaymentDraft draft, Uri origin, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyPaymentResource.Open);
        if (DecimalText.TryParse(draft.Amount, Decimals, out var cents) is { } wrong) throw RefusedException.Field("amount", wrong);
        if (draft.Reference is { } named && (named.Length is 0 or > LongestReference || named.Any(c => c is <= ' ' or > '~')))
            throw RefusedException.Field("reference", $"must be 1 to {LongestReference} visible ASCII characters");
        cancellation.ThrowIfCancellationRequested();
        var settings = snapshots.Current.Settings;
        var back = (settings.PublicUrl ?? origin.GetLeftPart(UriPartial.Authority)) + BackPath;
        // To the end: an order whose checkout is half made helps nobody. The calls have time limits of their own.
        var (result, order) = await desk.OpenAsync(settings.Stripe, caller.AccountId, cents, draft.Reference, made => back + made.Id, CancellationToken.None);
        if (result != CheckoutResult.Open) throw Refused(result, settings.Stripe);
        await audit.AppendAsync(caller.Note(MyPaymentResource.Open.Action!), [new AuditChange($"payment {order!.Id}", null, JsonSerializer.Serialize(new { amount = OfCents(cents).Amount }))], CancellationToken.None);
        return View(order);
    }

    private PaymentView View(PaymentOrder order) => new()
    {
        Id = order.Id,
        State = PaymentTexts.State(order, time.GetUtcNow()),
        Amount = OfCents(order.AmountMinor),
        Taken = MoneyTexts.Show(order.Taken),
        Test = !order.Live,
        CreatedAt = order.CreatedAt,
        ExpiresAt = order.ExpiresAt,
        Url = order.State == OrderState.Created && order.ExpiresAt > time.GetUtcNow() ? order.Url : null,
    };

    private static UsdAmount OfCents(long cents) => MoneyTexts.Show(checked(cents * NanosPerCent));

    private static RefusedException Refused(CheckoutResult result, StripeSettings? settings) => result switch
    {
        CheckoutResult.Amount => RefusedException.Field("amount", $"must be from {OfCents(settings!.Least).Amount} to {OfCents(settings.Most).Amount} US dollars"),
        CheckoutResult.KeyUsed => RefusedException.Of(RefusalKind.Conflict, "reference_used", "This reference was used for an order of another amount, or for one that is closed. Use a new one."),
        CheckoutResult.TooMany => new RefusedException(new Refusal
        {
            Kind = RefusalKind.TooOften,
            Code = "too_many_orders",
            Detail = "Too many orders were made within an hour. Pay one of them, or wait.",
            RetryAfter = TimeSpan.FromHours(1),
        }),
        CheckoutResult.ProviderFailed => RefusedException.Of(RefusalKind.Conflict, "payment_provider_failed", "The payment provider did not answer as it should. Nothing was charged. Try again."),
        _ => RefusedException.Of(RefusalKind.Conflict, "payments_not_configured", "Card payments are not set up on this gateway."),
    };
}
