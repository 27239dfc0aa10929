using Gantry.Contracts.Manage.Payments;
using Gantry.Management.Http;

namespace Gantry.Management.Payments;

/// <summary>The card payments of all accounts.</summary>
internal sealed class PaymentResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("payments", "listPayments", ManageScopes.MoneyRead, "List the card payments of all accounts, newest first.");

    public static readonly ManageRoute Get =
        ManageRoute.Get("payments/{id}", "getPayment", ManageScopes.MoneyRead, "Show a card payment with its events, its refunds and disputes, and its entries in the books.");

    public string Name => "payments";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(
            List,
            call => call.Service<IPaymentAdmin>().ListAsync(
                call.Caller,
                call.FillPage(new PaymentQuery
                {
                    State = call.Query("state"),
                    Taken = call.Flag("taken"),
                    AccountId = call.IdQuery("account_id"),
                    From = call.TimeQuery("from"),
                    To = call.TimeQuery("to"),
                }),
                call.Stop),
            new("state", "Only created, pending, paid, failed, expired or manual ones."),
            new("taken", "Only those of which a refund or dispute took something back, or only the others.", "boolean"),
            new("account_id", "Only of this account."),
            new("from", "Made then or later: a date or a time."),
            new("to", "Made before then: a date or a time."),
            ManageFilter.Search("the account's address, the payment's id or one of the provider's")),
        ManageEndpoint.Reads(Get, call => call.Service<IPaymentAdmin>().GetAsync(call.Caller, call.Id(), call.Stop)),
    ];
}
