using System.Net.Http.Headers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;
using Gantry.Providers;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay.Probes;

/// <summary>The smallest request that a model can be asked: one word, as few tokens back as the protocol allows, in the protocol that is asked for.</summary>
internal static class ProbeRequest
{
    // OpenAI refuses fewer on this endpoint.
    private const long FewestOfResponses = 16;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Builds it with the same fitting and the same provider as any client's request.</summary>
    public static (HttpRequestMessage Request, Attempt Attempt) Build(RouteCandidate candidate, Protocol spoken)
    {
        var deployment = candidate.Deployment;
        var asked = new ChatRequest(deployment.UpstreamModel)
        {
            Turns = [new Turn(Role.User, [new TextPart(JsonText.From("Hi"))])],
            Sampling = new Sampling { MaxOutputTokens = spoken == Protocol.Responses ? FewestOfResponses : 1 },
        };
        var losses = new LossLog();
        var translation = Translation.Begin(asked, new TranslationSource(spoken), Target(deployment, spoken), losses);
        var written = new PooledBytes(1024);
        try
        {
            using var json = new Utf8JsonWriter(written, WireJson.Options);
            ChatCodecs.For(spoken).WriteRequest(translation.Request, json, losses);
        }
        catch
        {
            written.Dispose();
            throw;
        }

        var call = TranslatedPaths.Chat(deployment, spoken, streams: false);
        var provider = ProviderTable.Get(deployment.Upstream.Provider);
        var message = new HttpRequestMessage(HttpMethod.Post, provider.Address(call));
        var edit = new OutboundEdit(call, written.Bytes, message.Headers, token => losses.Note(token));
        provider.Fit(edit);
        var splice = new JsonSplice();
        edit.ApplyTo(splice);
        var spliced = splice.Apply(written.Bytes);
        message.Content = new SegmentedContent(spliced.Segments, spliced.Length, written);
        message.Content.Headers.ContentType = Json;
        return (message, new Attempt(1, candidate) { Call = call });
    }

    private static TranslationTarget Target(Deployment deployment, Protocol spoken) => new(spoken, deployment.UpstreamModel)
    {
        Rules = deployment.Rules,
        Traits = ProviderTable.Traits(deployment, spoken),
        Issuer = IssuerId.Of(deployment.Upstream.Name),
    };
}
