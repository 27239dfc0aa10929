using System.Net.Http.Headers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;
using Gantry.Providers;
using Gantry.Relay.Headers;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Steps 7 and 8 of the translate lane: the client's request read, fitted to who answers, written in the upstream's protocol, addressed and signed.</summary>
internal sealed class TranslatedRequest(ReasoningMemory memory, TimeProvider time)
{
    // Above this cap Anthropic's service refuses to answer in one piece: it would take longer than a connection lives.
    private const long LongestWhole = 21_333;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly JsonSlice IncludeUsage = new("{\"include_usage\":true}"u8.ToArray());

    /// <summary>Builds one attempt and notes its translation in the exchange.</summary>
    /// <param name="exchange">The exchange; its body must be read.</param>
    /// <param name="deployment">Who is asked.</param>
    /// <param name="credential">Whose money pays there; null where the upstream takes none.</param>
    /// <param name="number">1 for the first attempt.</param>
    /// <param name="withoutSeals">The upstream has refused the sealed reasoning of an earlier attempt.</param>
    /// <exception cref="ProtocolException">The request is not of the client's protocol, or says what the upstream's cannot.</exception>
    public (HttpRequestMessage Request, Attempt Attempt) Build(
        Exchange exchange, Deployment deployment, UpstreamCredential? credential, int number, bool withoutSeals = false)
    {
        var client = exchange.Route.Route.Protocol;
        var spoken = deployment.SpokenTo(client);
        var asked = ChatCodecs.For(client).ReadRequest(exchange.Body!.Bytes, new ChatCall(exchange.Model, exchange.Streamed));
        var losses = new LossLog();
        var echoed = exchange.Conversation?.Echoed(asked) ?? asked;
        asked = exchange.Conversation is null ? asked : ConversationState.Settled(asked);
        var translation = Translation.Begin(asked, Source(exchange, client, withoutSeals), Target(deployment, spoken), losses);
        var request = translation.Request;
        var streams = request.Stream || NeedsStream(request, spoken);
        request = Streamed(request, spoken, streams, deployment.Upstream);
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

        exchange.Translated = new Translated(translation, spoken, Context(exchange, echoed), losses);
        var provider = ProviderTable.Get(deployment.Upstream.Provider);
        var message = new HttpRequestMessage(HttpMethod.Post, provider.Address(TranslatedPaths.Chat(deployment, spoken, streams)));
        message.Content = new PooledContent(written);
        message.Content.Headers.ContentType = Json;
        foreach (var (name, value) in RequestHeaderPolicy.SelectNeutral(exchange.Http.Request.Headers))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (credential is not null)
        {
            provider.Authenticate(message.Headers, spoken, credential);
        }

        return (message, new Attempt(number, deployment, credential));
    }

    private TranslationSource Source(Exchange exchange, Protocol client, bool withoutSeals) => new(client)
    {
        Tenant = exchange.Key!.AccountId.ToString("n"),
        Session = SessionHeaders.Find(exchange.Http.Request.Headers),
        Memory = withoutSeals ? null : memory,
        DropsSeals = withoutSeals,
    };

    private static TranslationTarget Target(Deployment deployment, Protocol spoken) => new(spoken, deployment.UpstreamModel)
    {
        Rules = ModelRulesCatalogue.BuiltIn.For(deployment.UpstreamModel),
        Traits = ProviderTable.Get(deployment.Upstream.Provider).Traits(spoken),
        Issuer = IssuerId.Of(deployment.Upstream.Name),
    };

    private AnswerContext Context(Exchange exchange, ChatRequest asked) => new(asked)
    {
        RequestId = exchange.RequestId,
        CreatedAt = time.GetUtcNow(),
        IncludeUsage = exchange.Facts is { IncludeUsage: true },
        JsonArray = exchange.Route.IsGeminiStream && exchange.Http.Request.Query["alt"] is not ["sse"],
    };

    private static bool NeedsStream(ChatRequest request, Protocol spoken) => spoken == Protocol.Messages && request.Sampling.MaxOutputTokens > LongestWhole;

    private static ChatRequest Streamed(ChatRequest request, Protocol spoken, bool streams, Upstream upstream)
    {
        if (streams != request.Stream)
        {
            request = request with { Stream = streams };
        }

        return streams && spoken == Protocol.Chat && upstream.StreamUsage
            ? request with { Extras = [.. request.Extras, new ExtraMember(Protocol.Chat, "stream_options", IncludeUsage)] }
            : request;
    }
}
