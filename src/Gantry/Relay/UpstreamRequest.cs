using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Identity;
using Gantry.Protocols.Json;
using Gantry.Protocols.Messages;
using Gantry.Providers;
using Gantry.Relay.Headers;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Steps 7 and 8 of the relay lane: the client's bytes with the few edits that are needed, addressed and signed.</summary>
internal static class UpstreamRequest
{
    private static readonly byte[] Null = "null"u8.ToArray();

    /// <summary>
    /// Edits the body by splicing: the upstream's model name, <c>stream_options.include_usage</c> on Chat streams of clients that did not
    /// ask, and sources that an earlier translated answer made up for Messages. Everything else goes out as it came in.
    /// </summary>
    public static (HttpRequestMessage Request, Attempt Attempt) Build(Exchange exchange, RouteCandidate candidate, int number, string? query = null)
    {
        var deployment = candidate.Deployment;
        var route = exchange.Route.Route;
        var provider = ProviderTable.Get(deployment.Upstream.Provider);
        var call = new UpstreamCall(deployment.Upstream, route.Protocol, route.Operation, deployment.UpstreamModel)
        {
            Path = exchange.Route.UpstreamPath(deployment.UpstreamModel),
            Version = exchange.Route.Version,
            Query = query ?? QueryPolicy.Forward(exchange.Http.Request.QueryString.Value),
            Streams = exchange.Streamed,
        };
        var request = new HttpRequestMessage(new HttpMethod(exchange.Http.Request.Method), provider.Address(call));
        var hides = false;
        var contentType = CopyHeaders(exchange.Http.Request, request, provider.TakesAttribution);
        if (exchange.Body is { } body)
        {
            var splice = Splice(exchange, deployment, provider.NamesModelInAddress(call), out hides);
            if (exchange.Facts is not null)
            {
                var edit = new OutboundEdit(call, body.Bytes, request.Headers, token => (exchange.Losses ??= new LossLog()).Note(token));
                provider.Fit(edit);
                edit.ApplyTo(splice);
            }

            var spliced = splice.Apply(body.Bytes);
            request.Content = new SegmentedContent(spliced.Segments, spliced.Length);
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
            }
        }

        return (request, new Attempt(number, candidate) { Call = call, HidesUsageChunk = hides });
    }

    private static JsonSplice Splice(Exchange exchange, Deployment deployment, bool modelInAddress, out bool hides)
    {
        hides = false;
        var splice = new JsonSplice();
        if (!modelInAddress && exchange.ModelRange is { } model && !string.Equals(exchange.Model, deployment.UpstreamModel, StringComparison.Ordinal))
        {
            splice.Replace(model, exchange.Facts is null ? System.Text.Encoding.UTF8.GetBytes(deployment.UpstreamModel) : JsonSplice.Quote(deployment.UpstreamModel));
        }

        if (exchange.Route.Route is { Protocol: Protocol.Messages, Operation: Operation.Chat or Operation.CountTokens })
        {
            foreach (var sources in MessagesSources.Unsealed(exchange.Body!.Bytes.Span))
            {
                splice.Replace(sources, Null);
            }
        }

        if (exchange.Route.Route.Protocol == Protocol.Messages && exchange.Facts is not null
            && !ProviderTable.Traits(deployment, Protocol.Messages).KeepAttribution)
        {
            // It changes with every request and would be the first words of the prompt: no other vendor's cache would ever hit.
            AttributionSplice.Remove(exchange.Body!.Bytes, splice);
        }

        if (exchange.OutputLimit is { } limit)
        {
            OutputClamp.Splice(exchange, deployment, limit, splice);
        }

        if (AsksForUsageChunk(exchange, deployment))
        {
            hides = splice.IncludeUsage(exchange.Facts!.Value);
        }

        return splice;
    }

    private static bool AsksForUsageChunk(Exchange exchange, Deployment deployment) =>
        exchange.Facts is { Stream: true }
        && exchange.Route.Route is { Protocol: Protocol.Chat, Operation: Operation.Chat or Operation.Completions }
        && deployment.Upstream.StreamUsage;

    /// <returns>The one header that belongs to the body, for when there is one; null where the client has sent none.</returns>
    private static string? CopyHeaders(HttpRequest from, HttpRequestMessage to, bool attributed)
    {
        string? contentType = null;
        foreach (var (name, value) in RequestHeaderPolicy.Select(from.Headers, attributed))
        {
            if (name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
            {
                contentType ??= value;
            }
            else
            {
                to.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return contentType;
    }
}
