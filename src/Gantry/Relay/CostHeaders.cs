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

    /// <summary>A request header: <c>1</c> asks for the comment.</summary>
    public const string Include = "X-Gantry-Include-Cost";

    /// <summary>Announces the trailers of a stream, where the connection can carry them.</summary>
    public static void Announce(HttpResponse response)
    {
        if (response.SupportsTrailers() && !response.HasStarted)
        {
            response.DeclareTrailer(Cost);
            response.DeclareTrailer(CostUsd);
        }
    }

    /// <summary>Sets the headers, or the trailers of a stream that was announced.</summary>
    public static void Tell(Exchange exchange, UsageCharge charge) => Tell(exchange, Paid(charge));

    /// <summary>The same for what another request has paid already.</summary>
    public static void Tell(Exchange exchange, long nanos)
    {
        var response = exchange.Http.Response;
        if (!response.HasStarted)
        {
            response.Headers[Cost] = nanos.ToString(CultureInfo.InvariantCulture);
            response.Headers[CostUsd] = Dollars(nanos);
        }
        else if (exchange.Streamed && response.SupportsTrailers() && !exchange.Http.RequestAborted.IsCancellationRequested)
        {
            response.AppendTrailer(Cost, nanos.ToString(CultureInfo.InvariantCulture));
            response.AppendTrailer(CostUsd, Dollars(nanos));
        }
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

    /// <summary>What was taken from the client, in nano-USD.</summary>
    public static long Paid(UsageCharge charge) => charge.FromAllowanceNanos + charge.FromWalletNanos;

    private static string Dollars(long nanos) => new Billing.Pricing.Money(nanos).ToString();
}
