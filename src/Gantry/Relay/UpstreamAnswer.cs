using System.IO.Compression;
using Gantry.Protocols;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>What the headers of an upstream's answer say about its body.</summary>
internal static class UpstreamAnswer
{
    /// <summary>How the body is divided, by what the upstream says it is and not by what the client asked for.</summary>
    public static ResponseFraming Framing(HttpResponseMessage response, Exchange exchange)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            return ResponseFraming.Sse;
        }

        if (type.Equals("application/vnd.amazon.eventstream", StringComparison.OrdinalIgnoreCase))
        {
            return ResponseFraming.AwsEventStream;
        }

        if (type.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            return exchange.Route.IsGeminiStream ? ResponseFraming.JsonArray : ResponseFraming.Json;
        }

        return ResponseFraming.Opaque;
    }

    /// <summary>Whether a 2xx is plainly not an answer of a model API: a web page instead of JSON or events.</summary>
    public static bool IsSenseless(HttpResponseMessage response, Operation operation) =>
        response.Content.Headers.ContentType?.MediaType is { } type
        && type.Equals("text/html", StringComparison.OrdinalIgnoreCase)
        && operation is not (Operation.Transcription or Operation.Translation);

    /// <summary>The length that the client will see: unknown where the body is compressed and passes in clear.</summary>
    public static long? Length(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.Count == 0 ? response.Content.Headers.ContentLength : null;

    /// <summary>The body in clear: some upstreams compress although they were asked not to.</summary>
    public static async ValueTask<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        return response.Content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        };
    }
}
