using System.Buffers;
using System.Text.Json;
using Gantry.Access;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary><c>GET /v1/wallet</c> and <c>POST /v1/wallet/redeem</c>, for whoever holds a key of the account.</summary>
internal sealed class WalletEndpoints(
    SnapshotHolder snapshots, AccessCheck access, ILedgerStore ledger, IPlanStore plans, IVoucherStore vouchers, GuessLimit guesses, TimeProvider time)
{
    private const int LongestBody = 4096;

    // One text for unknown, used, expired and revoked codes: the answer must not tell which codes exist.
    private const string BadCode = "This code is unknown, used up, expired or revoked.";

    /// <summary>Middleware: serves its two paths, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value ?? "";
        var prefix = snapshots.Current.Settings.PathBase;
        if (prefix.Length > 0 && path.StartsWith(prefix + "/", StringComparison.Ordinal)) path = path[prefix.Length..];
        return path switch
        {
            "/v1/wallet" => ServeAsync(http, HttpMethods.Get, ShowAsync),
            "/v1/wallet/redeem" => ServeAsync(http, HttpMethods.Post, RedeemAsync),
            _ => next(http),
        };
    }

    private async Task ServeAsync(HttpContext http, string method, Func<HttpContext, ApiKey, Task<GatewayError?>> serve)
    {
        http.Response.Headers.CacheControl = "no-store";
        GatewayError? error;
        if (http.Request.Method != method)
        {
            http.Response.Headers.Allow = method;
            error = new GatewayError(ErrorKind.MethodNotAllowed, ErrorOrigin.Client, $"This endpoint takes {method}.");
        }
        else
        {
            var decision = access.Identify(snapshots.Current, http.Request);
            error = decision.Refusal ?? await serve(http, decision.Key!);
        }

        if (error is not null) await WriteErrorAsync(http, error);
    }

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

    private static Task WriteBalanceAsync(HttpContext http, WalletBalance balance, PlanReport? plan, Money? credited)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("object", "wallet");
            if (credited is { } amount) json.WriteString("credited", amount.ToString());
            json.WriteString("available", balance.Available.ToString());
            json.WriteString("reserved", balance.Reserved.ToString());
            json.WriteString("total", balance.Total.ToString());
            json.WriteString("debt", balance.Debt.ToString());
            json.WriteString("currency", "USD");
            plan?.Write(json);
            json.WriteEndObject();
        }

        return WriteAsync(http, StatusCodes.Status200OK, body);
    }

    private static Task WriteErrorAsync(HttpContext http, GatewayError error)
    {
        var told = error with { RequestId = http.Response.Headers["x-request-id"].ToString() };
        var body = new ArrayBufferWriter<byte>(512);
        ProtocolErrors.Write(Protocol.Chat, told, body);
        foreach (var (name, value) in ProtocolErrors.Headers(Protocol.Chat, told)) http.Response.Headers[name] = value;
        return WriteAsync(http, ProtocolErrors.Status(Protocol.Chat, told.Kind), body);
    }

    private static async Task WriteAsync(HttpContext http, int status, ArrayBufferWriter<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }

    private static readonly GatewayError NoWallet = new(ErrorKind.NotFound, ErrorOrigin.Gateway, "This account has no wallet.");
}
