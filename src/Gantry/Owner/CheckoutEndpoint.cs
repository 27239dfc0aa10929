using System.Text.Json;
using Gantry.Access;
using Gantry.Billing.Payments;
using Gantry.Catalog;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary><c>POST /v1/wallet/checkout</c>: an order, and where its owner can pay it by card.</summary>
internal sealed class CheckoutEndpoint(SnapshotHolder snapshots, CheckoutDesk desk)
{
    private const string KeyHeader = "Idempotency-Key";
    private const int LongestBody = 4096;
    private const int LongestKey = 255;
    private const int Decimals = 2;

    private const string Thanks =
        "Thank you. The credit is in your wallet as soon as the payment provider confirms the payment, usually within seconds. GET /v1/wallet shows the balance.\n";

    public async Task<GatewayError?> OpenAsync(HttpContext http, Guid accountId)
    {
        if (ReadKey(http, out var key) is { } badKey) return badKey;
        if (await ReadCentsAsync(http) is not { } cents)
        {
            return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, "Send a JSON object such as {\"amount\": \"10.00\"}: US dollars with at most two decimals.")
            {
                Param = "amount",
            };
        }

        var settings = snapshots.Current.Settings;
        var back = (settings.PublicUrl ?? $"{http.Request.Scheme}://{http.Request.Host}") + settings.PathBase + DeclaredEndpoints.CheckoutReturn.Path;
        // To the end, whatever the client does: an order whose checkout is half made helps nobody. The calls have time limits of their own.
        var (result, order) = await desk.OpenAsync(settings.Stripe, accountId, cents, key, _ => back, CancellationToken.None);
        if (Error(result, settings.Stripe) is { } error) return error;
        await OwnerApi.WriteAsync(
            http,
            json =>
            {
                json.WriteString("object", "wallet.order");
                json.WriteString("order", order!.Id);
                json.WriteString("url", order.Url);
                json.WriteString("amount", DecimalText.Format(order.AmountMinor, Decimals, Decimals));
                json.WriteString("currency", order.Currency);
                json.WriteString("expires_at", order.ExpiresAt.UtcDateTime);
            });
        return null;
    }

    /// <summary>Where payers come back to. Says nothing about the payment: whoever opens it may have paid or not.</summary>
    public static Task ReturnAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Thanks, http.RequestAborted);
    }

    private static GatewayError? ReadKey(HttpContext http, out string? key)
    {
        key = null;
        var given = http.Request.Headers[KeyHeader];
        if (given.Count == 0) return null;
        if (given is [{ Length: > 0 and <= LongestKey } one] && one.All(c => c is > ' ' and <= '~'))
        {
            key = one;
            return null;
        }

        return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"{KeyHeader} must be one value of 1 to {LongestKey} visible ASCII characters.") { Param = KeyHeader };
    }

    private static async Task<long?> ReadCentsAsync(HttpContext http)
    {
        var body = new byte[LongestBody];
        var length = await http.Request.Body.ReadAtLeastAsync(body, LongestBody, throwOnEndOfStream: false, http.RequestAborted);
        if (length == LongestBody) return null;
        try
        {
            using var json = JsonDocument.Parse(body.AsMemory(0, length), new JsonDocumentOptions { AllowDuplicateProperties = false });
            var amount = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("amount", out var given) ? given : default;
            var text = amount.ValueKind switch
            {
                JsonValueKind.String => amount.GetString()!,
                JsonValueKind.Number => amount.GetRawText(),
                _ => "",
            };
            return DecimalText.TryParse(text, Decimals, out var cents) is null ? cents : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not Unicode.
            return null;
        }
    }

    private static GatewayError? Error(CheckoutResult result, StripeSettings? settings) => result switch
    {
        CheckoutResult.Open => null,
        CheckoutResult.Amount => new GatewayError(
            ErrorKind.InvalidRequest,
            ErrorOrigin.Client,
            $"The amount must be from {DecimalText.Format(settings!.Least, Decimals, Decimals)} to {DecimalText.Format(settings.Most, Decimals, Decimals)} US dollars.")
        {
            Param = "amount",
            Code = "amount_out_of_bounds",
        },
        CheckoutResult.KeyUsed => new GatewayError(
            ErrorKind.Conflict, ErrorOrigin.Client, $"This {KeyHeader} was used for an order of another amount, or for one that is closed. Use a new one.")
        {
            Code = "idempotency_key_used",
        },
        CheckoutResult.TooMany => new GatewayError(ErrorKind.RateLimited, ErrorOrigin.Client, "Too many orders were made within an hour. Pay one of them, or wait.")
        {
            Code = "too_many_orders",
            RetryAfterSeconds = 3600,
        },
        CheckoutResult.ProviderFailed => new GatewayError(
            ErrorKind.BadUpstream, ErrorOrigin.Gateway, $"The payment provider did not answer as it should. Nothing was charged. Try again with the same {KeyHeader}.")
        {
            Code = "payment_provider_failed",
        },
        _ => new GatewayError(ErrorKind.NotConfigured, ErrorOrigin.Gateway, "Card payments are not set up on this gateway.") { Code = "payments_not_configured" },
    };
}
