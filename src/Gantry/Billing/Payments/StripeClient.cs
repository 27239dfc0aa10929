using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gantry.Billing.Payments;

/// <summary>
/// Stripe's REST API, as far as it is needed: make a checkout, list the finished ones. The only place that sends to a payment provider, which
/// is no upstream: nothing of a client's request comes here, and the address is Stripe's or, in tests, on loopback.
/// </summary>
internal sealed class StripeClient : IDisposable
{
    private const int LongestAnswer = 4 * 1024 * 1024;
    private const int PageSize = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;

    /// <param name="outbound">The gateway's way out: its proxy, its guard on addresses. Follows no redirect. Not disposed of here.</param>
    public StripeClient(HttpMessageHandler outbound)
    {
#pragma warning disable RS0030 // The one sender to the payment provider; see the law of one place.
        _http = new HttpClient(outbound, disposeHandler: false) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };
#pragma warning restore RS0030
    }

    /// <summary>Makes the checkout of an order, or finds the one that was made for it: the order's id is the idempotency key.</summary>
    /// <param name="settings">With whose key.</param>
    /// <param name="order">What is to be paid.</param>
    /// <param name="back">Where the payer comes back to, paid or not.</param>
    /// <param name="cancellation">Ends the call; whether Stripe has made a checkout is open then.</param>
    /// <exception cref="StripeException">There is no checkout, or nobody knows.</exception>
    public async Task<StripeSession> CreateSessionAsync(StripeSettings settings, PaymentOrder order, string back, CancellationToken cancellation)
    {
        using var request = Request(settings, HttpMethod.Post, "/v1/checkout/sessions");
        request.Headers.Add("Idempotency-Key", $"gantry-order-{order.Id}");
        request.Content = new FormUrlEncodedContent(
        [
            new("mode", "payment"),
            new("client_reference_id", order.Id.ToString()),
            new($"metadata[{StripeReports.Account}]", order.AccountId.ToString()),
            new("line_items[0][quantity]", "1"),
            new("line_items[0][price_data][currency]", order.Currency),
            new("line_items[0][price_data][unit_amount]", order.AmountMinor.ToString(CultureInfo.InvariantCulture)),
            new("line_items[0][price_data][product_data][name]", "Prepaid credit"),
            new("expires_at", order.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new("success_url", back),
            new("cancel_url", back),
        ]);
        using var json = await SendAsync(request, cancellation);
        var root = json.RootElement;
        // A checkout's address is longer than any other text of Stripe's.
        return root.Text("id") is { } id && root.Member("url") is { ValueKind: JsonValueKind.String } url
            && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? new StripeSession(id, address.AbsoluteUri)
            : throw new StripeException("Stripe's answer is no checkout.", worthAnotherTry: false);
    }

    /// <summary>The checkouts that payers have finished, the newest first.</summary>
    /// <exception cref="StripeException">Stripe does not tell.</exception>
    public async IAsyncEnumerable<SessionReport> FinishedSessionsAsync(
        StripeSettings settings, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        while (true)
        {
            var path = $"/v1/checkout/sessions?status=complete&limit={PageSize}&created[gte]={since.ToUnixTimeSeconds()}"
                + (after is null ? "" : $"&starting_after={Uri.EscapeDataString(after)}");
            using var request = Request(settings, HttpMethod.Get, path);
            using var page = await SendAsync(request, cancellation);
            if (page.RootElement.Member("data") is not { ValueKind: JsonValueKind.Array } sessions)
                throw new StripeException("Stripe's answer is no list.", worthAnotherTry: false);
            foreach (var session in sessions.EnumerateArray())
            {
                if (StripeReports.ReadFetched(session) is { } report) yield return report;
            }

            after = sessions.EnumerateArray().LastOrDefault().Text("id");
            if (after is null || page.RootElement.Flag("has_more") != true) yield break;
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(StripeSettings settings, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(settings.Api, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.SecretKey);
        return request;
    }

    private async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (!response.IsSuccessStatusCode) throw Refused(response.StatusCode, body);
            return JsonDocument.Parse(body, StripeJson.Options);
        }
        catch (JsonException failure)
        {
            throw new StripeException("Stripe's answer is no JSON.", worthAnotherTry: false, failure);
        }
        catch (HttpRequestException failure)
        {
            throw new StripeException($"Stripe cannot be reached: {failure.HttpRequestError}.", worthAnotherTry: true, failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new StripeException("Stripe does not answer in time.", worthAnotherTry: true, failure);
        }
    }

    private static StripeException Refused(HttpStatusCode status, byte[] body)
    {
        var code = "";
        try
        {
            using var json = JsonDocument.Parse(body, StripeJson.Options);
            var error = json.RootElement.Member("error");
            code = error.Text("code") ?? error.Text("type") ?? "";
        }
        catch (JsonException)
        {
            code = "no JSON";
        }

        // 409: the same order is being paid for at this moment by another request.
        var again = status is HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests || (int)status >= 500;
        return new StripeException($"Stripe answers {(int)status} {code}".TrimEnd() + ".", again);
    }
}
