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

    /// <summary>What an answer below 400 is when it is plainly none of a model API; null for one that may be.</summary>
    public static string? WhatElse(HttpResponseMessage response, Operation operation)
    {
        if ((int)response.StatusCode >= 300)
        {
            return "a redirect";
        }

        if (!IsReadable(response))
        {
            return "an answer in an encoding that nobody asked for";
        }

        return response.Content.Headers.ContentType?.MediaType is { } type
            && type.Equals("text/html", StringComparison.OrdinalIgnoreCase)
            && operation is not (Operation.Transcription or Operation.Translation)
            ? "a web page"
            : null;
    }

    /// <summary>The length of the body in clear, where the headers tell it.</summary>
    public static long? Length(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.Count == 0 ? response.Content.Headers.ContentLength : null;

    /// <summary>The body in clear: some upstreams compress although they were asked not to.</summary>
    public static async ValueTask<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        return response.Content.Headers.ContentEncoding.LastOrDefault() is { } coding && ContentCodings.IsKnown(coding) ? ContentCodings.Decode(coding, body) : body;
    }

    /// <summary>One coding that can be undone, or none.</summary>
    private static bool IsReadable(HttpResponseMessage response)
    {
        var codings = response.Content.Headers.ContentEncoding;
        return codings.Count == 0 || (codings.Count == 1 && ContentCodings.IsKnown(codings.First()));
    }
}
