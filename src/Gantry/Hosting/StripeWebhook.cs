using Gantry.Access;
using Gantry.Billing.Payments;
using Gantry.Relay;
using Gantry.Snapshot;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Hosting;

/// <summary>
/// <c>POST /webhooks/stripe</c>. What carries no signature of now is refused before a byte of its body is read; of what does, at most
/// <see cref="MostRead"/> bytes are read, and nothing in them is looked at or logged until the signature fits (reliability P-1 to P-6).
/// </summary>
internal sealed partial class StripeWebhook(SnapshotHolder snapshots, IPaymentStore store, TimeProvider time, ILogger<StripeWebhook> log) : IDisposable
{
    public static readonly string Path = DeclaredEndpoints.Stripe.Path;

    public const string SignatureHeader = "Stripe-Signature";

    /// <summary>So much of a body is read; a body as long as this or longer is too long.</summary>
    public const int MostRead = 512 * 1024;

    private const int FirstRead = 16 * 1024;
    private const int MostReaders = 8;
    private const int LongestFailure = 300;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _readers = new(MostReaders);
    private readonly Lock _gate = new();
    private long _refused;
    private DateTimeOffset _toldAt;

    public async Task HandleAsync(HttpContext http)
    {
        var (status, text) = await AnswerAsync(http);
        if (status is >= 400 and < 500) Refuse(status, text);
        // A long body that was not read to its end must not be read now: the connection ends instead. What is left of a short one costs less
        // to throw away than a new connection.
        if (status != StatusCodes.Status200OK && http.Request.ContentLength is not <= FirstRead) http.Response.Headers.Connection = "close";
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    public void Dispose() => _readers.Dispose();

    private async Task<(int Status, string Text)> AnswerAsync(HttpContext http)
    {
        if (snapshots.Current.Settings.Stripe is not { CanVerify: true } settings)
            return (StatusCodes.Status503ServiceUnavailable, "Card payments are not set up.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MostRead;
        if (http.Request.ContentLength >= MostRead) return (StatusCodes.Status413PayloadTooLarge, "too large");
        if (StripeSignature.Read(http.Request.Headers[SignatureHeader], time.GetUtcNow(), out var refusal) is not { } signature)
            return (StatusCodes.Status400BadRequest, refusal!);
        if (!await _readers.WaitAsync(Turn, http.RequestAborted)) return (StatusCodes.Status503ServiceUnavailable, "busy");
        try
        {
            using var body = new PooledBytes(FirstRead);
            await ReadAsync(http, body);
            if (body.Length == MostRead) return (StatusCodes.Status413PayloadTooLarge, "too large");
            return signature.Signs(body.Bytes.Span, settings.WebhookSecret)
                ? await ApplyAsync(body.Bytes)
                : (StatusCodes.Status400BadRequest, "bad signature");
        }
        catch (BadHttpRequestException bad)
        {
            return (bad.StatusCode, "bad body");
        }
        catch (OperationCanceledException)
        {
            return (StatusCodes.Status408RequestTimeout, "too slow");
        }
        finally
        {
            _readers.Release();
        }
    }

    private static async Task ReadAsync(HttpContext http, PooledBytes body)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(Reading);
        while (body.Length < MostRead)
        {
            var read = await http.Request.Body.ReadAsync(body.Free(MostRead - body.Length), patience.Token);
            if (read == 0) return;
            body.Take(read);
        }
    }

    private async Task<(int Status, string Text)> ApplyAsync(ReadOnlyMemory<byte> body)
    {
        if (!StripeReports.TryReadEvent(body, out var report))
        {
            Unreadable();
            return (StatusCodes.Status400BadRequest, "not an event that is understood");
        }

        if (report is null) return (StatusCodes.Status200OK, "not needed");
        try
        {
            // To the end, whatever the sender does: it is told to come again only where nothing was done.
            var outcome = await store.ApplyAsync(report, CancellationToken.None);
            PaymentLog.Write(log, report, outcome);
            return (StatusCodes.Status200OK, "noted");
        }
        catch (Exception failure)
        {
            // Whatever it is, nothing was done, and Stripe brings the event again for three days.
            Failed(report.EventId, failure.GetType().Name, failure.Message.Length > LongestFailure ? failure.Message[..LongestFailure] : failure.Message);
            return (StatusCodes.Status500InternalServerError, "not noted, send it again");
        }
    }

    // Anybody can send here: one line in ten seconds, however many do.
    private void Refuse(int status, string why)
    {
        long count;
        lock (_gate)
        {
            _refused++;
            var now = time.GetUtcNow();
            if (now - _toldAt < Quiet) return;
            _toldAt = now;
            count = _refused;
            _refused = 0;
        }

        Refused(count, status, why);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} posts to the payment webhook were refused, the last with {Status}: {Why}")]
    private partial void Refused(long count, int status, string why);

    [LoggerMessage(2, LogLevel.Error, "A payment event with a good signature is not understood: the endpoint's API version may be too old or too new")]
    private partial void Unreadable();

    [LoggerMessage(3, LogLevel.Error, "Payment event {Event} could not be noted, it will come again: {Failure}, {Message}")]
    private partial void Failed(string @event, string failure, string message);
}
