using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gantry.Outbox;

namespace Gantry.Alerts;

/// <summary>Posts alerts. The only sender of webhooks: signed, over the guarded way out, five seconds each, no redirects, and of the answer nothing but its status is read.</summary>
internal sealed class WebhookSender(WebhookWay way, Func<AlertSettings> settings, TimeProvider time) : IOutboxSender, IDisposable
{
    public const string DeliveryHeader = "X-Gantry-Delivery";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _public = new(way.Handler(false), disposeHandler: false);
    private readonly HttpMessageInvoker _private = new(way.Handler(true), disposeHandler: false);

    public OutboxChannel Channel => OutboxChannel.Webhook;

    public int AtOnce => 16;

    public async Task<SendResult> SendAsync(OutboxItem item, CancellationToken cancellation)
    {
        if (settings().Webhooks.FirstOrDefault(known => known.Url.OriginalString == item.Recipient) is not { } webhook)
            return new SendResult(false, "the webhook is no longer among the settings", Hopeless: true);
        var body = Encoding.UTF8.GetBytes(item.Body);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body), Version = HttpVersion.Version11 };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "gantry");
        request.Headers.TryAddWithoutValidation(DeliveryHeader, item.Id.ToString());
        request.Headers.TryAddWithoutValidation(WebhookSignature.Header, WebhookSignature.Of(body, webhook.Secret, time.GetUtcNow()));
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var response = await (webhook.AllowPrivateNetwork ? _private : _public).SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            return new SendResult(response.IsSuccessStatusCode, $"{webhook.Url.Host} answers {status}{(status is >= 300 and < 400 ? ", and redirects are not followed" : "")}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult(false, $"{webhook.Url.Host} does not answer within {Patience.TotalSeconds:0} s");
        }
        catch (HttpRequestException failure)
        {
            return new SendResult(false, $"{webhook.Url.Host} cannot be reached: {failure.InnerException?.Message ?? failure.Message}");
        }
    }

    public void Dispose()
    {
        _public.Dispose();
        _private.Dispose();
    }
}
