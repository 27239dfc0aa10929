using System.Buffers;
using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Limits;
using Gantry.Protocols.Metering;
using Gantry.Relay.Headers;

namespace Gantry.Relay;

/// <summary>What the client gets around the bytes: status, headers, and errors in its own protocol.</summary>
internal sealed class ClientResponse(Settlement settlement, TimeProvider time)
{
    /// <summary>Names the losses of translation.</summary>
    public const string DroppedHeader = "x-gantry-dropped";

    /// <summary>How many attempts it took, where one was not enough.</summary>
    public const string AttemptsHeader = "x-gantry-attempts";

    // How long a client may take to hear why its answer ends; the exchange's own token has often fired by then.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    // Google's SDKs know an error only in a piece that holds nothing else, and a busy client gets all that has gathered as one: it would ask again, and pay again.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    /// <summary>Whether answers of this operation have an end of their own, so that an answer without it is torn.</summary>
    public static bool HasEnd(Exchange exchange) =>
        exchange.Streamed && exchange.Route.Route.Operation is Operation.Chat or Operation.Completions;

    /// <summary>Sets status and headers of a relayed answer; the first write sends them.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="upstream">The upstream's answer.</param>
    /// <param name="length">The length of the body in bytes where it is known and not changed.</param>
    public static void Begin(Exchange exchange, HttpResponseMessage upstream, long? length)
    {
        var response = exchange.Http.Response;
        ForgetFailed(exchange);
        exchange.Status = response.StatusCode = (int)upstream.StatusCode;
        var secret = exchange.Attempt?.Credential?.Secret;
        foreach (var (name, value) in ResponseHeaderPolicy.Select(upstream.Headers.Concat(upstream.Content.Headers)))
        {
            // Whatever quotes the gateway's own credential goes to nobody.
            if (string.IsNullOrEmpty(secret) || !value.Contains(secret, StringComparison.Ordinal))
            {
                response.Headers.Append(name, value);
            }
        }

        NameLosses(exchange);
        response.ContentLength = length;
        if (exchange.Streamed)
        {
            CostHeaders.Announce(exchange);

            // Proxies in front of the gateway must not hold events back.
            response.Headers.CacheControl = "no-cache";
            response.Headers["x-accel-buffering"] = "no";
        }

        Mark(exchange);
    }

    /// <summary>Sets status and headers of a stream that is kept alive before any upstream has answered: what fails from now on is told in the stream.</summary>
    public static void BeginEarly(Exchange exchange)
    {
        var response = exchange.Http.Response;
        exchange.Status = response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/event-stream; charset=utf-8";
        CostHeaders.Announce(exchange);
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no";
        Mark(exchange);
    }

    /// <summary>Sets status and headers of a translated answer: its body is ours, of the upstream's headers only the limits concern the client.</summary>
    public void BeginTranslated(Exchange exchange, HttpResponseMessage upstream)
    {
        var response = exchange.Http.Response;
        var protocol = exchange.Route.Route.Protocol;
        ForgetFailed(exchange);
        exchange.Status = response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = !exchange.Streamed || exchange.Translated!.Context.JsonArray ? "application/json" : "text/event-stream; charset=utf-8";
        if (protocol == Protocol.Messages)
        {
            response.Headers["request-id"] = exchange.RequestId;
        }

        foreach (var (name, value) in Limits(exchange, upstream))
        {
            response.Headers[name] = value;
        }

        if (exchange.Streamed)
        {
            CostHeaders.Announce(exchange);
            response.Headers.CacheControl = "no-cache";
            response.Headers["x-accel-buffering"] = "no";
        }

        Mark(exchange);
        NameLosses(exchange);
    }

    /// <summary>Names what translation has lost so far, as long as headers can be sent; what comes later stands in the usage record.</summary>
    public static void NameLosses(Exchange exchange)
    {
        if (exchange.Losses is { IsEmpty: false } losses && !exchange.Http.Response.HasStarted)
        {
            exchange.Http.Response.Headers[DroppedHeader] = losses.ToString();
        }
    }

    /// <summary>Answers with a document that the gateway has made: a true answer, settled before it leaves.</summary>
    public async ValueTask AnswerAsync(Exchange exchange, ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        var response = exchange.Http.Response;
        exchange.Streamed = false;
        exchange.Status = response.StatusCode = StatusCodes.Status200OK;
        response.ContentType ??= "application/json";
        response.ContentLength = exchange.ResponseBytes = document.Length;
        Mark(exchange);
        NameLosses(exchange);
        exchange.FirstContentTicks = time.GetTimestamp();
        await settlement.SettleAsync(exchange, UsageOutcome.Completed);
        exchange.Tee?.Take(response, document.Span);
        exchange.Capture?.Take(document.Span);
        await response.BodyWriter.WriteAsync(document, cancellation);
    }

    /// <summary>Answers with an error of the gateway's own, with a true status: nothing has been sent yet.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="cancellation">Ends the waiting for the client.</param>
    /// <param name="more">Further headers, where the error has any.</param>
    public async ValueTask FailAsync(
        Exchange exchange, GatewayError error, CancellationToken cancellation, IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        if (exchange.Stream is { } open)
        {
            await open.SilenceAsync();
            if (exchange.Http.Response.HasStarted)
            {
                // White space may have opened an array of Google's.
                var sse = exchange.Http.Response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) is true;
                await BreakOffAsync(exchange, open, sse ? ResponseFraming.Sse : ResponseFraming.JsonArray, error);
                return;
            }
        }

        var protocol = exchange.Route.Route.Protocol;
        var named = error with { RequestId = exchange.RequestId };
        var body = new ArrayBufferWriter<byte>(512);
        ProtocolErrors.Write(protocol, named, body);
        var response = exchange.Http.Response;
        ForgetAnswer(exchange);
        exchange.Error = named;
        exchange.Status = response.StatusCode = ProtocolErrors.Status(protocol, named.Kind);
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        // The error's own last: how long to wait is bounded there, and as the upstream said it among its limits.
        foreach (var (name, value) in (more ?? []).Concat(ProtocolErrors.Headers(protocol, named)))
        {
            response.Headers[name] = value;
        }

        Mark(exchange);
        exchange.ResponseBytes = body.WrittenCount;
        await settlement.SettleAsync(exchange, UsageOutcome.Failed);
        exchange.Tee?.Refuse(response, body.WrittenSpan);
        exchange.Capture?.Take(body.WrittenSpan);
        await response.BodyWriter.WriteAsync(body.WrittenMemory, cancellation);
    }

    /// <summary>The upstream's limits in the family of headers that clients of the protocol read.</summary>
    public IEnumerable<KeyValuePair<string, string>> Limits(Exchange exchange, HttpResponseMessage upstream)
    {
        var now = time.GetUtcNow();
        return RateLimitHeaders.Write(exchange.Route.Route.Protocol, RateLimitHeaders.Read(name => UpstreamHeaders.Find(upstream, name), now), now);
    }

    /// <summary>Answers with a document of the gateway's own, or with a stream that is known to its end.</summary>
    public async ValueTask SendAsync(Exchange exchange, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var response = exchange.Http.Response;
        exchange.Status = response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = exchange.Streamed ? "text/event-stream; charset=utf-8" : "application/json";
        response.ContentLength = body.Length;
        Mark(exchange);
        exchange.ResponseBytes = body.Length;
        await settlement.SettleAsync(exchange, UsageOutcome.Completed);
        exchange.Tee?.Take(response, body.Span);
        exchange.Capture?.Take(body.Span);
        await response.BodyWriter.WriteAsync(body, cancellation);
    }

    /// <summary>
    /// Ends an answer that has begun and cannot be finished: in the protocol's own words where it has any, else by cutting the connection,
    /// so that no client takes a part for the whole.
    /// </summary>
    public async ValueTask BreakOffAsync(Exchange exchange, ClientStream stream, ResponseFraming framing, GatewayError error)
    {
        await stream.SilenceAsync();
        if (!exchange.Http.Response.HasStarted)
        {
            // Not a byte has left, headers included: the client gets a true status.
            using var hearing = new CancellationTokenSource(LastWords, time);
            await FailAsync(exchange, error, hearing.Token);
            return;
        }

        exchange.Error = error with { RequestId = exchange.RequestId };
        exchange.ResponseBytes = stream.Written;
        await settlement.SettleAsync(exchange, UsageOutcome.Interrupted);
        if (framing is not (ResponseFraming.Sse or ResponseFraming.JsonArray))
        {
            exchange.CutOff();
            return;
        }

        var words = new ArrayBufferWriter<byte>(512);
        var position = new InBandPosition
        {
            Sse = framing == ResponseFraming.Sse,
            InsideEvent = !stream.Tail.AtBoundary,
            SequenceNumber = stream.Tail.NextSequenceNumber,
            ResponseId = exchange.Reading.ResponseId,
            Model = exchange.Model,
            CreatedAt = time.GetUtcNow().ToUnixTimeSeconds(),
            ArrayOpened = stream.Tail.Begun,
        };
        ProtocolErrors.WriteInBand(exchange.Route.Route.Protocol, exchange.Error, position, words);
        if (position.Sse && exchange.Route.Route.Protocol == Protocol.Gemini && stream.Written > 0) await Task.Delay(Apart, time, CancellationToken.None);
        using var patience = new CancellationTokenSource(LastWords, time);
        await stream.WriteAsync(words.WrittenMemory, patience.Token);
    }

    /// <summary>The bytes that keep this stream alive, or none.</summary>
    public static ReadOnlyMemory<byte> KeepAlive(Exchange exchange, ResponseFraming framing) =>
        exchange.Streamed ? KeepAlives.For(exchange.Route.Route.Protocol, framing == ResponseFraming.Sse) : default;

    /// <summary>Headers of an answer that came to nothing are not those of the next, and neither is its framing.</summary>
    private static void ForgetFailed(Exchange exchange)
    {
        if (exchange.Failed.Length > 0)
        {
            ForgetAnswer(exchange);
        }
    }

    /// <summary>Takes back what was set for the upstream's answer, and keeps what the gateway says of the request itself.</summary>
    private static void ForgetAnswer(Exchange exchange)
    {
        var response = exchange.Http.Response;
        exchange.Chunked = false;
        var kept = response.Headers.Where(h => LastingHeaders.Has(h.Key)).ToArray();
        response.Clear();
        foreach (var (name, value) in kept)
        {
            response.Headers[name] = value;
        }

        response.Headers.CacheControl = "no-store";
    }

    private static void Mark(Exchange exchange)
    {
        var headers = exchange.Http.Response.Headers;
        if (exchange.Group is { } group)
        {
            headers["x-gantry-group"] = group.Name;
            DeprecatedGroup.Tell(exchange);
        }

        LimitHeaders.Tell(exchange);
        if (exchange.Failed.Length > 0)
        {
            headers[AttemptsHeader] = (exchange.Failed.Length + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (exchange.OutputLimit is { } limit)
        {
            headers[OutputClamp.Header] = limit.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
