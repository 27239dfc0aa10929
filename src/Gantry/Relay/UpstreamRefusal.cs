using System.Buffers;
using System.Text;
using Gantry.Billing;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>An upstream's own error answer: it passes unchanged, because clients act on its wording (reliability E8).</summary>
internal static class UpstreamRefusal
{
    private const int Longest = 1024 * 1024;

    /// <summary>Its body, up to a bound; for the caller to dispose of.</summary>
    public static async ValueTask<PooledBytes> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        var held = new PooledBytes(response.Content.Headers.ContentLength ?? 4096);
        int read;
        while (held.Length < Longest && (read = await body.ReadAsync(held.Free(Longest), cancellation)) > 0)
        {
            held.Take(read);
        }

        return held;
    }

    public static async ValueTask PassAsync(
        Exchange exchange, HttpResponseMessage response, Settlement settlement, ClientResponse client, CancellationToken cancellation)
    {
        using var held = await ReadAsync(response, cancellation);
        await PassAsync(exchange, response, held.Bytes, settlement, client, cancellation);
    }

    /// <summary>Passes it where its body has been read.</summary>
    public static async ValueTask PassAsync(
        Exchange exchange, HttpResponseMessage response, ReadOnlyMemory<byte> body, Settlement settlement, ClientResponse client, CancellationToken cancellation)
    {
        var protocol = exchange.Route.Route.Protocol;
        var said = UpstreamErrors.Read(
            protocol, (int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), body.Span, name => UpstreamHeaders.Find(response, name));
        if (exchange.Stream is { } open)
        {
            await open.SilenceAsync();
            if (exchange.Http.Response.HasStarted)
            {
                // A keep-alive has left: status and bytes can no longer be the upstream's, its words can.
                await client.FailAsync(exchange, Failures.Refused(protocol, said, Outcomes.OfStatus((int)response.StatusCode, said.Kind)), cancellation);
                return;
            }
        }

        var bytes = Scrub(body, exchange.Attempt?.Credential?.Secret);
        exchange.Streamed = false;
        exchange.Error = new GatewayError(Kind((int)response.StatusCode), ErrorOrigin.Upstream, "The upstream refused the request.")
        {
            Code = $"upstream_{(int)response.StatusCode}",
        };
        ClientResponse.Begin(exchange, response, bytes.Length);
        exchange.Http.Response.Headers["x-gantry-error-origin"] = "upstream";
        var outcome = Outcomes.OfStatus((int)response.StatusCode, said.Kind);
        if (outcome == AttemptOutcome.RateLimited || (outcome is AttemptOutcome.Overloaded or AttemptOutcome.UpstreamFailed && said.RetryAfterSeconds is not null))
        {
            // Whole seconds, and few: some clients read nothing else, and some give up on long ones.
            exchange.Http.Response.Headers.Remove("retry-after-ms");
            exchange.Http.Response.Headers.RetryAfter = Failures.Refused(protocol, said, outcome).RetryAfterSeconds.ToString();
        }

        exchange.ResponseBytes = bytes.Length;
        await settlement.SettleAsync(exchange, UsageOutcome.Failed);
        exchange.Tee?.Refuse(exchange.Http.Response, bytes.Span);
        exchange.Capture?.Take(bytes.Span);
        await exchange.Http.Response.BodyWriter.WriteAsync(bytes, cancellation);
    }

    private static ErrorKind Kind(int status) => status switch
    {
        404 => ErrorKind.NotFound,
        413 => ErrorKind.TooLarge,
        429 => ErrorKind.RateLimited,
        >= 500 => ErrorKind.Overloaded,
        _ => ErrorKind.InvalidRequest,
    };

    /// <summary>Some vendors quote the credential they were sent. It is the gateway's own and goes to nobody.</summary>
    private static ReadOnlyMemory<byte> Scrub(ReadOnlyMemory<byte> body, string? secret)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return body;
        }

        var needle = Encoding.UTF8.GetBytes(secret);
        if (body.Span.IndexOf(needle) < 0)
        {
            return body;
        }

        var clean = new ArrayBufferWriter<byte>(body.Length);
        var rest = body.Span;
        int at;
        while ((at = rest.IndexOf(needle)) >= 0)
        {
            clean.Write(rest[..at]);
            clean.Write("***"u8);
            rest = rest[(at + needle.Length)..];
        }

        clean.Write(rest);
        return clean.WrittenMemory;
    }
}
