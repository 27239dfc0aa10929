using System.Net;
using System.Text;
using System.Text.Json;
using Dapper;
using Gantry.Billing.Ledger;
using Gantry.Billing.Payments;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Tests.Relay;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

/// <summary>A gateway that takes cards through a fake Stripe, with a clock that stands still.</summary>
internal sealed class PaymentRig : IAsyncDisposable
{
    public const string SecretKey = "sk_test_rig_canary_0123456789";
    public const string WebhookSecret = "whsec_rig_canary_0123456789abcdef";
    public const string OtherKey = "sk-other-key-0123456789abcdef";
    public const long Cent = 10_000_000;

    private PaymentRig(FakeStripe stripe, TestGateway gateway, FakeTime time)
    {
        Stripe = stripe;
        Gateway = gateway;
        Time = time;
    }

    public FakeStripe Stripe { get; }

    public TestGateway Gateway { get; }

    public FakeTime Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public PaymentPull Pull => Gateway.Host.Services.GetRequiredService<PaymentPull>();

    public static async Task<PaymentRig> OpenAsync(FakeTime? clock = null)
    {
        var stripe = await FakeStripe.StartAsync(SecretKey);
        var time = clock ?? new FakeTime();
        var gateway = await TestGateway.StartAsync(new RelayLimits(), simulator => Configuration(simulator, stripe.Address), options => options with { Time = time });
        return new PaymentRig(stripe, gateway, time);
    }

    public static string Configuration(Uri simulator, Uri stripe) =>
        $$"""
        {{TestGateway.Configuration(simulator, ["echo"])}}
          - email: other@example.com
            keys:
              - {name: other, secret: {{OtherKey}}, groups: [all]}
        settings:
          payments:
            stripe: {secret_key: {{SecretKey}}, webhook_secret: {{WebhookSecret}}, min: 5, max: 500, api_base: "{{stripe}}"}
        """;

    public Task<HttpResponseMessage> CheckoutAsync(string amount, string? key = null, string apiKey = TestGateway.Key) => Gateway.SendAsync(
        HttpMethod.Post,
        "/v1/wallet/checkout",
        new StringContent($$"""{"amount": "{{amount}}"}""", Encoding.UTF8, "application/json"),
        ("authorization", $"Bearer {apiKey}"),
        ("idempotency-key", key ?? ""));

    /// <summary>Makes an order.</summary>
    public async Task<FakeSession> OrderAsync(string amount = "10.00", string? key = null, string apiKey = TestGateway.Key)
    {
        using var answer = await CheckoutAsync(amount, key, apiKey);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return Stripe.Of(JsonDocument.Parse(text).RootElement.GetProperty("order").GetString()!);
    }

    /// <summary>Delivers an event as Stripe does, signed now.</summary>
    public Task<HttpStatusCode> DeliverAsync(string body) => PostAsync(body, StripeEvents.Sign(body, WebhookSecret, Now));

    public async Task<HttpStatusCode> PostAsync(string body, params string[] signatures)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, StripeWebhook.Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (signatures.Length > 0) request.Headers.TryAddWithoutValidation(StripeWebhook.SignatureHeader, signatures);
        using var answer = await Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Of the wallet of the test's own account, in nano-USD.</summary>
    public async Task<(long Available, long Debt)> BalanceAsync(string email = "test@example.com") => (await RowsAsync<(long, long)>(
        $"SELECT w.available_nanos, w.debt_nanos FROM wallets w JOIN accounts a ON a.id = w.account_id WHERE a.email = '{email}'")).Single();

    /// <summary>How often anything was credited.</summary>
    public async Task<long> CreditsAsync() => (await RowsAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'top_up'")).Single();

    public async Task<string> StateAsync(FakeSession session) => (await RowsAsync<string>($"SELECT state FROM payment_orders WHERE id = '{session.Order}'")).Single();

    /// <summary>The outcomes of all events, in the order of their coming.</summary>
    public Task<IReadOnlyList<string>> OutcomesAsync() => RowsAsync<string>($"SELECT outcome FROM payment_events ORDER BY {(TestStore.IsPostgres ? "ctid" : "rowid")}");

    public Task<IReadOnlyList<T>> RowsAsync<T>(string sql) => RowsAsync<T>(Gateway.Database, sql);

    public static async Task<IReadOnlyList<T>> RowsAsync<T>(string database, string sql)
    {
        await using var connection = await TestStore.ConnectAsync(database);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    public async Task SqlAsync(string sql)
    {
        await using var connection = await TestStore.ConnectAsync(Gateway.Database);
        await connection.ExecuteAsync(sql);
    }

    /// <summary>The books are in order.</summary>
    public async Task AssertBooksAsync() =>
        Assert.Empty(await Gateway.Host.Services.GetRequiredService<ILedgerBook>().CheckAsync(TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Stripe.DisposeAsync();
    }
}
