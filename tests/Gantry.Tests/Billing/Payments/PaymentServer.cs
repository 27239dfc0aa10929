using System.Net;
using System.Text;
using System.Text.Json;
using Dapper;
using Gantry.Hosting;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

/// <summary>A gateway that takes cards as a process of its own, so that it can be killed.</summary>
internal sealed class PaymentServer : IAsyncDisposable
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http;
    private GantryProcess _process = null!;

    private PaymentServer(FakeStripe stripe)
    {
        Stripe = stripe;
        // Tests play the client: the rule of one sender is for the gateway.
#pragma warning disable RS0030
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(1) };
#pragma warning restore RS0030
    }

    public FakeStripe Stripe { get; }

    public GantryProcess Process => _process;

    public string Database => Path.Combine(_folder.File("data"), "gantry.db");

    public string Data => _folder.File("data");

    public static async Task<PaymentServer> StartAsync()
    {
        var server = new PaymentServer(await FakeStripe.StartAsync(PaymentRig.SecretKey));
        await File.WriteAllTextAsync(server._folder.File("gantry.yaml"), PaymentRig.Configuration(Nowhere, server.Stripe.Address));
        await server.RestartAsync();
        return server;
    }

    /// <summary>Starts the process; what ran before must be dead.</summary>
    public async Task RestartAsync() => _process = await GantryProcess.ServeAsync(Data, _folder.File("gantry.yaml"), environment: await TestStore.VariablesAsync(Data));

    public async Task<FakeSession> OrderAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_process.Address, "/v1/wallet/checkout"))
        {
            Content = new StringContent("""{"amount": "10.00"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("authorization", $"Bearer {TestGateway.Key}");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return Stripe.Of(JsonDocument.Parse(text).RootElement.GetProperty("order").GetString()!);
    }

    /// <returns>Null where the server was killed before it answered.</returns>
    public async Task<HttpStatusCode?> DeliverAsync(string body, bool signed = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_process.Address, StripeWebhook.Path)) { Content = new StringContent(body) };
        if (signed) request.Headers.TryAddWithoutValidation(StripeWebhook.SignatureHeader, StripeEvents.Sign(body, PaymentRig.WebhookSecret, TimeProvider.System.GetUtcNow()));
        try
        {
            using var answer = await _http.SendAsync(request);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async Task SqlAsync(string sql)
    {
        await using var connection = await TestStore.ConnectAsync(Database);
        await connection.ExecuteAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
        await Stripe.DisposeAsync();
        _folder.Dispose();
    }
}
