using System.Net.Http.Headers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Tokens;
using Gantry.Providers;
using Gantry.Relay.Headers;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Steps 7 and 8 of the translate lane: the client's request read, fitted to who answers, written in the upstream's protocol, addressed and signed.</summary>
internal sealed class TranslatedRequest(ReasoningMemory memory, TokenCalibration calibration, TimeProvider time)
{
    // Above this cap Anthropic's service refuses to answer in one piece: it would take longer than a connection lives.
    private const long LongestWhole = 21_333;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Builds one attempt and notes its translation in the exchange.</summary>
    /// <param name="exchange">The exchange; its body must be read.</param>
    /// <param name="candidate">Who is asked.</param>
    /// <param name="number">1 for the first attempt.</param>
    /// <param name="withoutSeals">The upstream has refused the sealed reasoning of an earlier attempt.</param>
    /// <exception cref="ProtocolException">The request is not of the client's protocol, or says what the upstream's cannot.</exception>
    public (HttpRequestMessage Request, Attempt Attempt) Build(
        Exchange exchange, RouteCandidate candidate, int number, bool withoutSeals = false)
    {
        var deployment = candidate.Deployment;
        var client = exchange.Route.Route.Protocol;
        var spoken = deployment.SpokenTo(client);
        var asked = ChatCodecs.For(client).ReadRequest(exchange.Body!.Bytes, new ChatCall(exchange.Model, exchange.Streamed));
        if (exchange.OutputLimit is { } limit)
        {
            asked = asked with { Sampling = asked.Sampling with { MaxOutputTokens = limit } };
        }

        var losses = new LossLog();
        var echoed = exchange.Conversation?.Echoed(asked) ?? asked;
        asked = exchange.Conversation is null ? asked : ConversationState.Settled(asked);
        var translation = Translation.Begin(asked, Source(exchange, client, withoutSeals), Target(deployment, spoken), losses);
        var request = translation.Request;
        var streams = request.Stream || NeedsStream(request, spoken);
        request = streams == request.Stream ? request : request with { Stream = streams };
        var written = new PooledBytes(exchange.Body.Bytes.Length + 1024L);
        try
        {
            using var json = new Utf8JsonWriter(written, WireJson.Options);
            ChatCodecs.For(spoken).WriteRequest(request, json, losses);
        }
        catch
        {
            written.Dispose();
            throw;
        }

        exchange.Translated = new Translated(translation, spoken, Context(exchange, echoed, translation.Prompt), losses);
        exchange.Losses = losses;
        return Message(exchange, candidate, number, TranslatedPaths.Chat(deployment, spoken, streams), written);
    }

    /// <summary>Builds a request that only counts the prompt which <see cref="Build"/> would send. The exchange is left as it is.</summary>
    /// <param name="exchange">The exchange; its body must be read.</param>
    /// <param name="candidate">Who is asked.</param>
    /// <param name="spoken">Which of the upstream's protocols.</param>
    /// <exception cref="ProtocolException">As of <see cref="Build"/>.</exception>
    public (HttpRequestMessage Request, Attempt Attempt) BuildCount(Exchange exchange, RouteCandidate candidate, Protocol spoken)
    {
        var deployment = candidate.Deployment;
        var client = exchange.Route.Route.Protocol;
        var body = TokenCountRequest.Unwrap(client, exchange.Body!.Bytes);
        var asked = ChatCodecs.For(client).ReadRequest(body, new ChatCall(exchange.Model, false));
        var losses = new LossLog();
        var translation = Translation.Begin(asked, Source(exchange, client, withoutSeals: false), Target(deployment, spoken), losses);
        using var generation = new PooledBytes(body.Length + 1024L);
        using (var json = new Utf8JsonWriter(generation, WireJson.Options))
        {
            ChatCodecs.For(spoken).WriteRequest(translation.Request, json, losses);
        }

        var written = new PooledBytes(generation.Length + 256L);
        TokenCountRequest.Write(spoken, generation.Bytes.Span, deployment.UpstreamModel, written);
        return Message(exchange, candidate, number: 1, TranslatedPaths.Count(deployment, spoken), written);
    }

    /// <summary>Addresses a body of ours.</summary>
    public static (HttpRequestMessage Request, Attempt Attempt) Message(
        Exchange exchange, RouteCandidate candidate, int number, UpstreamCall call, PooledBytes written)
    {
        var deployment = candidate.Deployment;
        var provider = ProviderTable.Get(deployment.Upstream.Provider);
        var message = new HttpRequestMessage(HttpMethod.Post, provider.Address(call));
        foreach (var (name, value) in RequestHeaderPolicy.SelectNeutral(exchange.Http.Request.Headers, provider.TakesAttribution))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        var edit = new OutboundEdit(call, written.Bytes, message.Headers, token => exchange.Losses?.Note(token));
        provider.Fit(edit);
        var splice = new JsonSplice();
        edit.ApplyTo(splice);
        if (splice.IsEmpty)
        {
            message.Content = new PooledContent(written);
        }
        else
        {
            var spliced = splice.Apply(written.Bytes);
            message.Content = new SegmentedContent(spliced.Segments, spliced.Length, written);
        }

        message.Content.Headers.ContentType = Json;
        return (message, new Attempt(number, candidate) { Call = call });
    }

    private TranslationSource Source(Exchange exchange, Protocol client, bool withoutSeals) => new(client)
    {
        Tenant = exchange.Key!.TenantId.ToString("n"),
        Session = SessionHeaders.Find(exchange.Http.Request.Headers),
        Memory = withoutSeals ? null : memory,
        DropsSeals = withoutSeals,
    };

    private TranslationTarget Target(Deployment deployment, Protocol spoken) => new(spoken, deployment.UpstreamModel)
    {
        Rules = deployment.Rules,
        Traits = ProviderTable.Traits(deployment, spoken),
        Issuer = IssuerId.Of(deployment.Upstream.Name),
        Calibration = calibration,
    };

    private AnswerContext Context(Exchange exchange, ChatRequest asked, PromptEstimate prompt) => new(asked)
    {
        RequestId = exchange.RequestId,
        CreatedAt = time.GetUtcNow(),
        Prompt = prompt,
        IncludeUsage = exchange.Facts is { IncludeUsage: true },
        JsonArray = exchange.Route.IsGeminiStream && exchange.Http.Request.Query["alt"] is not ["sse"],
    };

    private static bool NeedsStream(ChatRequest request, Protocol spoken) => spoken == Protocol.Messages && request.Sampling.MaxOutputTokens > LongestWhole;
}
