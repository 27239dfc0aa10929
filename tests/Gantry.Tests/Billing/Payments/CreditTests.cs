using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

public sealed class CreditTests
{
    private static readonly (long, long) Ten = (1_000 * PaymentRig.Cent, 0);

    [Fact]
    public async Task Order_is_paid_and_credited_to_the_cent()
    {
        await using var rig = await PaymentRig.OpenAsync();
        using var answer = await rig.CheckoutAsync("12.34", "one");
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        var session = Assert.Single(rig.Stripe.Sessions);
        Assert.Equal((session.Order, session.Url, "12.34", "usd"), (Text(json, "order"), Text(json, "url"), Text(json, "amount"), Text(json, "currency")));
        Assert.Equal((1234, "usd", rig.Now.AddHours(24).ToUnixTimeSeconds()), (session.Amount, session.Currency, session.ExpiresAt));

        Assert.Equal(HttpStatusCode.OK, await rig.DeliverAsync(StripeEvents.Completed(session.Pay())));
        Assert.Equal((1234 * PaymentRig.Cent, 0), await rig.BalanceAsync());
        Assert.Equal("paid", await rig.StateAsync(session));
        await rig.AssertBooksAsync();
        var back = await rig.Gateway.Http.GetStringAsync("/v1/wallet/checkout/return", TestContext.Current.CancellationToken);
        Assert.StartsWith("Thank you", back, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.99", 400)]
    [InlineData("500.01", 400)]
    [InlineData("5.001", 400)]
    [InlineData("-5", 400)]
    [InlineData("1e2", 400)]
    [InlineData("", 400)]
    [InlineData("99999999999999999999", 400)]
    [InlineData("5", 200)]
    [InlineData("500.00", 200)]
    public async Task Amount_outside_of_the_bounds_makes_no_order(string amount, int status)
    {
        await using var rig = await PaymentRig.OpenAsync();
        Assert.Equal(status, (int)(await rig.CheckoutAsync(amount)).StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, rig.Stripe.Sessions.Count);
        Assert.Equal(status == 200 ? 1L : 0L, (await rig.RowsAsync<long>("SELECT COUNT(*) FROM payment_orders")).Single());
    }

    [Fact]
    public async Task P_3_Completed_but_unpaid_waits_for_the_money()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var (won, lost) = ((await rig.OrderAsync()).Promise(), (await rig.OrderAsync()).Promise());
        Assert.Equal(HttpStatusCode.OK, await rig.DeliverAsync(StripeEvents.Completed(won)));
        Assert.Equal(HttpStatusCode.OK, await rig.DeliverAsync(StripeEvents.Completed(lost)));
        Assert.Equal(0, await rig.CreditsAsync());
        Assert.Equal("pending", await rig.StateAsync(won));

        // Days later, as bank transfers are.
        rig.Time.Advance(TimeSpan.FromDays(4));
        await rig.DeliverAsync(StripeEvents.Event("checkout.session.async_payment_succeeded", won.Pay().ToJson(), at: rig.Now));
        await rig.DeliverAsync(StripeEvents.Event("checkout.session.async_payment_failed", lost.ToJson(), at: rig.Now));
        Assert.Equal(1, await rig.CreditsAsync());
        Assert.Equal(Ten, await rig.BalanceAsync());
        Assert.Equal(("paid", "failed"), (await rig.StateAsync(won), await rig.StateAsync(lost)));
        await rig.AssertBooksAsync();
    }

    [Fact]
    public async Task P_3_Success_by_name_without_the_money_credits_nothing()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = (await rig.OrderAsync()).Promise();
        await rig.DeliverAsync(StripeEvents.Event("checkout.session.async_payment_succeeded", session.ToJson()));
        Assert.Equal(0, await rig.CreditsAsync());
    }

    [Fact]
    public async Task P_4_Payment_of_another_provider_user_order_or_mode_credits_nothing_and_alarms()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var others = (await rig.OrderAsync(apiKey: PaymentRig.OtherKey)).Account;

        var foreign = (await rig.OrderAsync()).Pay();
        await rig.SqlAsync($"UPDATE payment_orders SET provider = 'other' WHERE id = '{foreign.Order}'");
        await rig.DeliverAsync(StripeEvents.Completed(foreign));

        var wrongUser = (await rig.OrderAsync()).Pay().ToJson();
        wrongUser["metadata"] = new JsonObject { ["account"] = others };
        await rig.DeliverAsync(StripeEvents.Event("checkout.session.completed", wrongUser));

        var wrongSession = (await rig.OrderAsync()).Pay().ToJson();
        wrongSession["id"] = "cs_test_of_another_gateway";
        await rig.DeliverAsync(StripeEvents.Event("checkout.session.completed", wrongSession));

        var unknown = (await rig.OrderAsync()).Pay().ToJson();
        unknown["client_reference_id"] = Guid.CreateVersion7(rig.Now).ToString();
        await rig.DeliverAsync(StripeEvents.Event("checkout.session.completed", unknown));

        // Test mode's card numbers are in every manual: such an event must not pay for a live order, nor a live one for a test order.
        var test = (await rig.OrderAsync()).Pay();
        await rig.SqlAsync($"UPDATE payment_orders SET live = 1 WHERE id = '{test.Order}'");
        await rig.DeliverAsync(StripeEvents.Completed(test));
        var live = (await rig.OrderAsync()).Pay();
        live.Live = true;
        await rig.DeliverAsync(StripeEvents.Completed(live));

        Assert.Equal(["refused", "refused", "refused", "refused", "refused", "refused"], await rig.OutcomesAsync());
        Assert.Equal(0, await rig.CreditsAsync());
        await rig.AssertBooksAsync();
    }

    [Fact]
    public async Task P_4_Expired_order_is_not_credited_and_a_person_has_to_look()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var (late, told) = (await rig.OrderAsync(), await rig.OrderAsync());
        await rig.DeliverAsync(StripeEvents.Event("checkout.session.expired", told.Expire().ToJson()));
        Assert.Equal("expired", await rig.StateAsync(told));
        rig.Time.Advance(TimeSpan.FromHours(25));
        await rig.DeliverAsync(StripeEvents.Completed(late.Pay(), at: rig.Now));
        await rig.DeliverAsync(StripeEvents.Completed(told.Pay(), at: rig.Now.AddHours(-5)));
        Assert.Equal(["noted", "manual", "manual"], await rig.OutcomesAsync());
        Assert.Equal(("manual", "manual"), (await rig.StateAsync(late), await rig.StateAsync(told)));
        Assert.Equal(0, await rig.CreditsAsync());
        await rig.AssertBooksAsync();
    }

    [Theory]
    [InlineData(999, "usd")]
    [InlineData(1001, "usd")]
    [InlineData(1000, "eur")]
    [InlineData(0, "usd")]
    public async Task P_5_Amount_or_currency_that_differs_by_a_cent_goes_to_a_person(long amount, string currency)
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = await rig.OrderAsync();
        var json = session.Pay().ToJson();
        json["amount_total"] = amount;
        json["currency"] = currency;
        Assert.Equal(HttpStatusCode.OK, await rig.DeliverAsync(StripeEvents.Event("checkout.session.completed", json)));
        Assert.Equal(0, await rig.CreditsAsync());
        Assert.Equal(["manual"], await rig.OutcomesAsync());
        Assert.Equal("manual", await rig.StateAsync(session));
        Assert.Contains("amount or currency", Assert.Single(await rig.RowsAsync<string>("SELECT note FROM payment_orders")));
        // And stays there, whatever is said later.
        await rig.DeliverAsync(StripeEvents.Completed(session));
        Assert.Equal(0, await rig.CreditsAsync());
    }

    [Fact]
    public async Task P_7_One_event_ten_times_at_once_is_one_credit()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = (await rig.OrderAsync()).Pay();
        var body = StripeEvents.Completed(session);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => rig.DeliverAsync(body)));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(1, await rig.CreditsAsync());
        Assert.Equal(Ten, await rig.BalanceAsync());
        Assert.Equal(["credited"], await rig.OutcomesAsync());

        // Ten events that say the same.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => rig.DeliverAsync(StripeEvents.Completed(session))));
        Assert.Equal(1, await rig.CreditsAsync());
        await rig.AssertBooksAsync();
    }

    [Fact]
    public async Task P_7_Events_out_of_order_are_one_credit()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = await rig.OrderAsync();
        var completed = StripeEvents.Completed(session.Promise());
        var succeeded = StripeEvents.Event("checkout.session.async_payment_succeeded", session.Pay().ToJson());
        var refunded = StripeEvents.Refunded(session, 400);
        await rig.DeliverAsync(refunded);
        await rig.DeliverAsync(succeeded);
        await rig.DeliverAsync(completed);
        await rig.DeliverAsync(StripeEvents.Event("checkout.session.expired", session.ToJson()));
        Assert.Equal(["waiting", "credited", "unchanged", "unchanged"], await rig.OutcomesAsync());
        Assert.Equal(1, await rig.CreditsAsync());
        Assert.Equal((600 * PaymentRig.Cent, 0), await rig.BalanceAsync());
        await rig.AssertBooksAsync();
    }

    [Fact]
    public async Task P_7_Delivery_after_three_days_is_one_credit()
    {
        await using var rig = await PaymentRig.OpenAsync();
        var session = (await rig.OrderAsync()).Pay();
        var body = StripeEvents.Completed(session, at: rig.Now.AddHours(1));
        rig.Time.Advance(TimeSpan.FromDays(3));
        await rig.DeliverAsync(body);
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.DeliverAsync(body);
        Assert.Equal(1, await rig.CreditsAsync());
        Assert.Equal(Ten, await rig.BalanceAsync());
    }

    [Fact]
    public async Task P_12_Double_click_makes_one_order_and_one_checkout()
    {
        await using var rig = await PaymentRig.OpenAsync();
        rig.Stripe.Slowness = TimeSpan.FromMilliseconds(300);
        var sessions = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => rig.OrderAsync("10.00", "double-click")));
        Assert.Single(rig.Stripe.Sessions);
        Assert.All(sessions, session => Assert.Equal(rig.Stripe.Sessions[0].Id, session.Id));
        Assert.Equal(1, (await rig.RowsAsync<long>("SELECT COUNT(*) FROM payment_orders")).Single());

        var asked = rig.Stripe.Creations;
        Assert.Equal(sessions[0].Id, (await rig.OrderAsync("10.00", "double-click")).Id);
        Assert.Equal(asked, rig.Stripe.Creations);
        Assert.Equal(HttpStatusCode.Conflict, (await rig.CheckoutAsync("11.00", "double-click")).StatusCode);
        // The key is the account's own.
        await rig.OrderAsync("10.00", "double-click", PaymentRig.OtherKey);
        Assert.Equal(2, rig.Stripe.Sessions.Count);
    }

    [Fact]
    public async Task P_12_Failing_provider_leaves_an_order_that_the_same_key_completes()
    {
        await using var rig = await PaymentRig.OpenAsync();
        foreach (var _ in Enumerable.Range(0, 4)) rig.Stripe.Failures.Enqueue(HttpStatusCode.ServiceUnavailable);
        using var refused = await rig.CheckoutAsync("10.00", "again");
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Contains("payment_provider_failed", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        rig.Stripe.Failures.Enqueue(HttpStatusCode.InternalServerError);
        var session = await rig.OrderAsync("10.00", "again");
        Assert.Equal(session, Assert.Single(rig.Stripe.Sessions));
        Assert.Equal(1, (await rig.RowsAsync<long>("SELECT COUNT(*) FROM payment_orders")).Single());
    }

    [Fact]
    public async Task Account_makes_no_more_than_20_orders_an_hour_and_a_stranger_none()
    {
        await using var rig = await PaymentRig.OpenAsync();
        for (var i = 0; i < 20; i++) await rig.OrderAsync("5.00");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await rig.CheckoutAsync("5.00")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await rig.CheckoutAsync("5.00", apiKey: "sk-nobody")).StatusCode);
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.OrderAsync("5.00");
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
