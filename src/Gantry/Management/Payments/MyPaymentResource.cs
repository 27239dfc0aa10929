using Gantry.Catalog;
using Gantry.Contracts.Manage.Payments;
using Gantry.Management.Http;

namespace Gantry.Management.Payments;

/// <summary>What one pays in by card.</summary>
internal sealed class MyPaymentResource : IManageResource
{
    public static readonly ManageRoute Offer =
        ManageRoute.Get("me/payment-offer", "getPaymentOffer", ManageScopes.MoneyRead, "Show whether cards are taken, and how much at once.") with { Role = AccountRole.User };

    public static readonly ManageRoute List = ManageRoute.Get("me/payments", "listMyPayments", ManageScopes.MoneyRead, "List your card payments, newest first.") with { Role = AccountRole.User };

    public static readonly ManageRoute Get = ManageRoute.Get("me/payments/{id}", "getMyPayment", ManageScopes.MoneyRead, "Show one of your card payments.") with { Role = AccountRole.User };

    public static readonly ManageRoute Open =
        ManageRoute.Post("me/payments", "openPayment", ManageScopes.MoneyWrite, "payment.open", "Make an order and the page where it can be paid by card.") with { Role = AccountRole.User, BodyLimit = 4096 };

    public string Name => "my payments";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Reads(Offer, call => call.Service<IMyPayments>().OfferAsync(call.Caller, call.Stop)),
        ManageEndpoint.Lists(List, call => call.Service<IMyPayments>().ListAsync(call.Caller, call.Page(), call.Stop)),
        ManageEndpoint.Reads(Get, call => call.Service<IMyPayments>().GetAsync(call.Caller, call.Id(), call.Stop)),
        ManageEndpoint.Issues<PaymentDraft, PaymentView>(
            Open, (call, draft) => call.Service<IMyPayments>().OpenAsync(call.Caller, draft, call.Origin, call.Stop), made => made.Id.ToString()) with { IsBounded = true },
    ];
}
