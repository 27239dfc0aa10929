using System.Text.Json;
using Gantry.Access;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary><c>GET /v1/wallet</c>, <c>POST /v1/wallet/redeem</c> and <c>POST /v1/wallet/checkout</c>, for whoever holds a key of the account.</summary>
internal sealed class WalletEndpoints(
    OwnerApi api, ILedgerStore ledger, IPlanStore plans, IVoucherStore vouchers, GuessLimit guesses, CheckoutEndpoint checkout, TimeProvider time)
{
    private const int LongestBody = 4096;

    // One text for unknown, used, expired and revoked codes: the answer must not tell which codes exist.
    private const string BadCode = "This code is unknown, used up, expired or revoked.";

    /// <summary>Middleware: serves its paths, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var path = api.Path(http);
        return DeclaredEndpoints.Wallet.Has(path) ? ServeAsync(http, DeclaredEndpoints.Wallet, ShowAsync)
            : DeclaredEndpoints.Redeem.Has(path) ? ServeAsync(http, DeclaredEndpoints.Redeem, RedeemAsync)
            : DeclaredEndpoints.Checkout.Has(path) ? ServeAsync(http, DeclaredEndpoints.Checkout, (request, key) => checkout.OpenAsync(request, key.AccountId))
            : DeclaredEndpoints.CheckoutReturn.Has(path) && HttpMethods.IsGet(http.Request.Method) ? CheckoutEndpoint.ReturnAsync(http)
            : next(http);
    }

    // The wallet of a team is the business of its managers.
    private Task ServeAsync(HttpContext http, DeclaredEndpoint endpoint, Func<HttpContext, ApiKey, Task<GatewayError?>> serve) =>
        api.ServeAsync(http, endpoint, (request, _, key) => key.SeesWallet ? serve(request, key) : Task.FromResult<GatewayError?>(NotTheirs));

    private Task<GatewayError?> ShowAsync(HttpContext http, ApiKey key) => WriteWalletAsync(http, key, null, http.RequestAborted);

    private async Task<GatewayError?> RedeemAsync(HttpContext http, ApiKey key)
    {
        if (await ReadCodeAsync(http) is not { } code)
            return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, "Send a JSON object such as {\"code\": \"XXXX-XXXX-…\"}.") { Param = "code" };
        if (guesses.TryTake(key.AccountId) is { } wait)
        {
            return new GatewayError(ErrorKind.RateLimited, ErrorOrigin.Client, "Too many codes were tried. Wait, then send the right one.")
            {
                RetryAfterSeconds = (int)Math.Ceiling(wait.TotalSeconds),
                Code = "too_many_codes",
            };
        }

        // To the end, whatever the client does: it must not have to guess whether the code was used.
        if (await vouchers.RedeemAsync(code, key.AccountId, CancellationToken.None) is not { } credited)
            return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, BadCode) { Param = "code", Code = "bad_code" };
        guesses.GiveBack(key.AccountId);
        return await WriteWalletAsync(http, key, credited, CancellationToken.None);
    }

    private async Task<GatewayError?> WriteWalletAsync(HttpContext http, ApiKey key, Money? credited, CancellationToken cancellation)
    {
        if (await ledger.BalanceAsync(key.AccountId, cancellation) is not { } balance) return NoWallet;
        await WriteBalanceAsync(http, balance, await PlanReport.ReadAsync(plans, ledger, key, time.GetUtcNow(), cancellation), credited);
        return null;
    }

    private static async Task<string?> ReadCodeAsync(HttpContext http)
    {
        var body = new byte[LongestBody];
        var length = await http.Request.Body.ReadAtLeastAsync(body, LongestBody, throwOnEndOfStream: false, http.RequestAborted);
        if (length == LongestBody) return null;
        try
        {
            using var json = JsonDocument.Parse(body.AsMemory(0, length));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
                ? code.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task WriteBalanceAsync(HttpContext http, WalletBalance balance, PlanReport? plan, Money? credited) => OwnerApi.WriteAsync(
        http,
        json =>
        {
            json.WriteString("object", "wallet");
            if (credited is { } amount) json.WriteString("credited", amount.ToString());
            json.WriteString("available", balance.Available.ToString());
            json.WriteString("reserved", balance.Reserved.ToString());
            json.WriteString("total", balance.Total.ToString());
            json.WriteString("debt", balance.Debt.ToString());
            json.WriteString("currency", "USD");
            plan?.Write(json);
        });

    private static readonly GatewayError NotTheirs =
        new(ErrorKind.Forbidden, ErrorOrigin.Client, "The wallet of a team is for its managers; your own budget is among your teams in the console.") { Code = "team_wallet" };

    private static readonly GatewayError NoWallet = new(ErrorKind.NotFound, ErrorOrigin.Gateway, "This account has no wallet.");
}
