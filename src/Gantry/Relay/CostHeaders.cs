using System.Globalization;
using Gantry.Billing;

namespace Gantry.Relay;

/// <summary>Tells the client what its request was charged: a header on whole answers, a trailer on streams, and a comment at the end of a stream for who asks.</summary>
internal static class CostHeaders
{
    /// <summary>Integer nano-USD.</summary>
    public const string Cost = "x-gantry-cost";

    /// <summary>The same in dollars.</summary>
    public const string CostUsd = "x-gantry-cost-usd";

    private const string Names = $"{Cost}, {CostUsd}";

    /// <summary>A request header: <c>1</c> asks for the comment.</summary>
    public const string Include = "X-Gantry-Include-Cost";

    /// <summary>Announces the trailers of a stream that is charged, where the connection can carry them: nothing has been sent yet.</summary>
    public static void Announce(Exchange exchange)
    {
        var response = exchange.Http.Response;
        if ((exchange.Charge is null && !exchange.Joins) || response.ContentLength is not null || response.HasStarted)
        {
            return;
        }

        if (response.SupportsTrailers())
        {
            response.Headers.Trailer = Names;
        }
        else if (ChunkedBody.Fits(exchange.Http))
        {
            exchange.Chunked = true;
            ChunkedBody.Begin(response, Names);
        }
    }

    /// <summary>Sets the headers, where no trailers are announced and headers can still be sent.</summary>
    public static void Tell(Exchange exchange, UsageCharge charge) => Tell(exchange, Paid(charge));

    /// <summary>The same for what another request has paid already.</summary>
    public static void Tell(Exchange exchange, long nanos)
    {
        var response = exchange.Http.Response;
        if (!response.HasStarted && response.Headers.Trailer.Count == 0)
        {
            response.Headers[Cost] = nanos.ToString(CultureInfo.InvariantCulture);
            response.Headers[CostUsd] = Dollars(nanos);
        }
    }

    /// <summary>Ends a body that the gateway frames itself, and sends the trailers that were announced. The last word of every exchange.</summary>
    /// <param name="exchange">Settled.</param>
    /// <param name="patience">How long a client may take no bytes before it is let go.</param>
    /// <param name="time">The clock for that.</param>
    public static ValueTask EndAsync(Exchange exchange, TimeSpan patience, TimeProvider time)
    {
        var response = exchange.Http.Response;
        if (exchange.Watched.ClientGone || exchange.Http.RequestAborted.IsCancellationRequested)
        {
            return default;
        }

        if (exchange.Chunked)
        {
            exchange.Chunked = false;
            ChunkedBody.End(response.BodyWriter, Told(exchange) is { } paid ? Fields(paid) : "");
            var flush = response.BodyWriter.FlushAsync();
            return flush.IsCompletedSuccessfully ? default : FlushAsync(exchange, flush.AsTask(), patience, time);
        }
        else if (Told(exchange) is { } nanos && response.SupportsTrailers() && response.Headers.Trailer.Count > 0)
        {
            response.AppendTrailer(Cost, nanos.ToString(CultureInfo.InvariantCulture));
            response.AppendTrailer(CostUsd, Dollars(nanos));
        }

        return default;
    }

    /// <summary>The comment that ends a stream of events, for a client that asked for it; empty otherwise. Parsers skip comments.</summary>
    public static byte[] Comment(Exchange exchange)
    {
        if (exchange.Paid is not { } charge || exchange.Http.Request.Headers[Include] is not ["1"]
            || exchange.Http.Response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) is not true)
        {
            return [];
        }

        var nanos = Paid(charge);
        return System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $": {Cost} {nanos} {CostUsd} {Dollars(nanos)}\n\n"));
    }

    /// <summary>What the comment at the end of a stream says, in nano-USD; null where there is none.</summary>
    public static long? Read(ReadOnlySpan<byte> stream)
    {
        var start = System.Text.Encoding.ASCII.GetBytes($": {Cost} ");
        var at = stream.LastIndexOf(start);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(stream[(at + start.Length)..], out long nanos, out _) ? nanos : null;
    }

    private static async ValueTask FlushAsync(Exchange exchange, Task flush, TimeSpan patience, TimeProvider time)
    {
        try
        {
            await flush.WaitAsync(patience, time);
        }
        catch (Exception failure) when (failure is TimeoutException or IOException or OperationCanceledException)
        {
            exchange.CutOff();
        }
    }

    private static long? Told(Exchange exchange) => exchange.Paid is { } charge ? Paid(charge) : exchange.PaidElsewhere;

    private static string Fields(long nanos) => string.Create(CultureInfo.InvariantCulture, $"{Cost}: {nanos}\r\n{CostUsd}: {Dollars(nanos)}\r\n");

    /// <summary>What was taken from the client, in nano-USD.</summary>
    public static long Paid(UsageCharge charge) => charge.FromAllowanceNanos + charge.FromWalletNanos;

    private static string Dollars(long nanos) => new Billing.Pricing.Money(nanos).ToString();
}
