using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Limits;

namespace Gantry.Relay;

/// <summary>An upstream's error answer where the client speaks another protocol: the same failure in the client's words.</summary>
internal sealed class TranslatedRefusal(ClientResponse client, TimeProvider time)
{
    private const int Longest = 1024 * 1024;
    private const int ReadSize = 4096;

    /// <summary>Reads what the upstream says.</summary>
    public static async ValueTask<UpstreamError> ReadAsync(Protocol spoken, HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        using var held = new PooledBytes(response.Content.Headers.ContentLength ?? ReadSize);
        int read;
        while (held.Length < Longest && (read = await body.ReadAsync(held.Free(ReadSize), cancellation)) > 0)
        {
            held.Take(read);
        }

        return UpstreamErrors.Read(
            spoken, (int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), held.Bytes.Span, name => UpstreamHeaders.Find(response, name));
    }

    /// <summary>Tells it, with the upstream's limits in the client's own family of headers.</summary>
    public ValueTask PassAsync(Exchange exchange, HttpResponseMessage response, UpstreamError error, CancellationToken cancellation)
    {
        exchange.Streamed = false;
        var protocol = exchange.Route.Route.Protocol;
        var now = time.GetUtcNow();
        var limits = RateLimitHeaders.Write(protocol, RateLimitHeaders.Read(name => UpstreamHeaders.Find(response, name), now), now);
        return client.FailAsync(exchange, ClientErrors.Tell(protocol, error, exchange.RequestId), cancellation, limits);
    }
}
