using Gantry.Billing.Payments;
using Gantry.Billing.Pricing;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

/// <summary>Orders of an account as they come to be: paid, refunded in part, odd, left and new.</summary>
internal static class PaymentSample
{
    /// <summary>Makes them, the newest at the moment that is given, an hour apart.</summary>
    /// <param name="store">Takes them.</param>
    /// <param name="account">Whose; it has a wallet.</param>
    /// <param name="at">The newest was made then.</param>
    /// <param name="name">Begins the provider's ids.</param>
    /// <returns>From the newest: nothing heard yet, paid, money that does not fit, paid and refunded in part.</returns>
    public static async Task<PaymentOrder[]> MakeAsync(IPaymentStore store, Guid account, DateTimeOffset at, string name)
    {
        PaymentOrder[] orders = [.. new[] { (5L, "new"), (20, "paid"), (10, "odd"), (40, "refunded") }.Select((order, hours) => Order(account, at.AddHours(-hours), order.Item1))];
        foreach (var (order, kind) in orders.Zip(["new", "paid", "odd", "refunded"]))
        {
            Assert.NotNull(await store.OpenAsync(order, TestContext.Current.CancellationToken));
            await store.NoteSessionAsync(order.Id, $"cs_{name}_{kind}", "https://pay.example.com/" + order.Id, TestContext.Current.CancellationToken);
            if (kind == "new") continue;
            var heard = await store.ApplyAsync(Paid(order, $"{name}_{kind}", kind == "odd" ? order.AmountMinor - 1 : order.AmountMinor), TestContext.Current.CancellationToken);
            Assert.Equal(kind == "odd" ? PaymentResult.Manual : PaymentResult.Credited, heard.Result);
        }

        Assert.Equal(PaymentResult.Taken, (await store.ApplyAsync(Refund($"{name}_refunded", 1500), TestContext.Current.CancellationToken)).Result);
        return orders;
    }

    private static PaymentOrder Order(Guid account, DateTimeOffset at, long dollars) => new()
    {
        Id = Guid.CreateVersion7(at),
        AccountId = account,
        WalletId = account,
        Provider = PaymentOrder.Stripe,
        AmountMinor = dollars * 100,
        Currency = "usd",
        Credit = new Money(dollars * Money.NanosPerDollar),
        Live = true,
        CreatedAt = at,
        ExpiresAt = at + PaymentOrder.Life,
    };

    private static SessionReport Paid(PaymentOrder order, string name, long cents) => new()
    {
        Provider = PaymentOrder.Stripe,
        EventId = "evt_" + name,
        Type = "checkout.session.completed",
        Live = true,
        Currency = "usd",
        AmountMinor = cents,
        Step = SessionStep.Completed,
        SessionId = "cs_" + name,
        OrderId = order.Id,
        AccountId = order.AccountId,
        Paid = true,
        PaymentId = "pi_" + name,
    };

    private static TakingReport Refund(string name, long cents) => new()
    {
        Provider = PaymentOrder.Stripe,
        EventId = "evt_refund_" + name,
        Type = "refund.created",
        Live = true,
        Currency = "usd",
        AmountMinor = cents,
        Kind = TakingKind.Refund,
        Reference = "re_" + name,
        PaymentId = "pi_" + name,
        Standing = TakingStanding.Taken,
    };
}
