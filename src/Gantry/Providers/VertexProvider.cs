using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Protocols.Betas;
using Gantry.Protocols.Fitting;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Google's Vertex AI: Gemini, Claude by raw prediction, and an endpoint in OpenAI's shape for the models of other publishers.</summary>
internal sealed class VertexProvider : Provider
{
    private const string Betas = "anthropic-beta";

    private static readonly byte[] BodyVersion = "\"vertex-2023-10-16\""u8.ToArray();

    public override string Name => "vertex";

    public override Uri Address(UpstreamCall call)
    {
        var root = call.Upstream.BaseUrl.AbsoluteUri.TrimEnd('/');
        var version = EndsInVersion(root) ? "" : call.Version is "v1beta" or "v1alpha" ? "/v1beta1" : "/v1";
        return new Uri($"{root}{version}{VertexAddress.Root(call)}{Resource(call)}{call.Query}", UriKind.Absolute);
    }

    public override IEnumerable<ModelListPlace> ModelLists(Upstream upstream)
    {
        var root = upstream.BaseUrl.AbsoluteUri.TrimEnd('/');
        var call = new UpstreamCall(upstream, Protocol.Gemini, Operation.Models, "") { Path = "/models", Version = "v1beta" };
        foreach (var publisher in (string[])["google", "anthropic"])
        {
            yield return new ModelListPlace(call, new Uri($"{(EndsInVersion(root) ? root : root + "/v1beta1")}/publishers/{publisher}/models?pageSize=300")) { Adds = publisher != "google" };
        }
    }

    public override bool NamesModelInAddress(UpstreamCall call) => call.Protocol switch
    {
        Protocol.Gemini => true,
        // One address counts for all of Anthropic's models.
        Protocol.Messages => call.Operation != Operation.CountTokens,
        _ => false,
    };

    public override void Fit(OutboundEdit edit)
    {
        switch (edit.Call.Protocol)
        {
            case Protocol.Gemini when edit.Call.Operation == Operation.Embeddings && VertexEmbeddings.IsPredicted(edit.Call.UpstreamModel):
                VertexEmbeddings.Fit(edit);
                break;
            case Protocol.Gemini:
                VertexGemini.Fit(edit);
                break;
            case Protocol.Messages:
                if (NamesModelInAddress(edit.Call))
                {
                    edit.Members.Remove("model");
                }

                edit.Members.Set("anthropic_version", BodyVersion);
                edit.Headers.Remove("anthropic-version");
                FitBetas(edit);
                break;
        }
    }

    public override void Receive(UpstreamCall call, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentEncoding.Count > 0)
        {
            // Compressed against our word: nothing can be read in passing.
            return;
        }

        var status = (int)response.StatusCode;
        if (status >= 400)
        {
            if (call.Protocol != Protocol.Gemini)
            {
                VertexErrors.Rewrite(call.Protocol, response);
            }
        }
        else if (call is { Protocol: Protocol.Gemini, Operation: Operation.Embeddings } && VertexEmbeddings.IsPredicted(call.UpstreamModel))
        {
            VertexEmbeddings.Receive(call, response);
        }
        else if (call is { Protocol: Protocol.Chat, Operation: Operation.Chat } && response.Content.Headers.ContentType?.MediaType is { } type)
        {
            var isStream = type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);
            response.Content = new ReframedContent(response.Content, type, body => new CallIdStream(body, isStream));
        }
    }

    public override TargetTraits Traits(Protocol protocol, string model) => new() { CallIds = protocol != Protocol.Gemini || VertexGemini.TakesCallIds(model) };

    /// <summary>Vertex is signed for by <see cref="VertexSigner"/>; this is what a plain key comes to.</summary>
    public override void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential) => GoogleKey(headers, credential);

    private static void FitBetas(OutboundEdit edit)
    {
        var asked = edit.Headers.TryGetValues(Betas, out var values) ? AnthropicBetas.Parse(values) : [];
        var kept = AnthropicBetas.Fit(edit.Members, asked, BetaVendor.Vertex, edit.Lose);
        edit.Headers.Remove(Betas);
        if (kept.Count > 0)
        {
            edit.Headers.TryAddWithoutValidation(Betas, string.Join(',', kept));
        }
    }

    private static string Resource(UpstreamCall call) => call.Protocol switch
    {
        Protocol.Messages when call.Operation == Operation.CountTokens => "/publishers/anthropic/models/count-tokens:rawPredict",
        Protocol.Messages => $"/publishers/anthropic/models/{Uri.EscapeDataString(call.UpstreamModel)}:{(call.Streams ? "streamRawPredict" : "rawPredict")}",
        Protocol.Gemini when call.Operation == Operation.Embeddings && VertexEmbeddings.IsPredicted(call.UpstreamModel) =>
            $"/publishers/google{call.Path[..call.Path.LastIndexOf(':')]}:{VertexEmbeddings.Verb}",
        Protocol.Gemini => $"/publishers/google{call.Path}",
        _ => $"/endpoints/openapi{call.Path}",
    };
}
