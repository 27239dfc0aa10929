using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Betas;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Json;
using Gantry.Protocols.Limits;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Amazon Bedrock: Converse for every model, and Messages through InvokeModel for Anthropic's.</summary>
internal sealed class BedrockProvider : Provider
{
    private const string EventStream = "application/vnd.amazon.eventstream";

    private static readonly byte[] Version = "\"bedrock-2023-05-31\""u8.ToArray();

    // No error and no count is longer.
    private const int Longest = 1024 * 1024;

    public override string Name => "bedrock";

    public override Uri Address(UpstreamCall call)
    {
        if (call.Protocol != Protocol.Messages)
        {
            return base.Address(call);
        }

        var (model, verb) = call.Operation == Operation.CountTokens ? (CountedModel(call.UpstreamModel), "count-tokens")
            : (call.UpstreamModel, call.Streams ? "invoke-with-response-stream" : "invoke");
        return new Uri($"{call.Upstream.BaseUrl.AbsoluteUri.TrimEnd('/')}/model/{Uri.EscapeDataString(model)}/{verb}", UriKind.Absolute);
    }

    /// <summary>They stand at the service's other host; models that are only had by profiles stand there as well.</summary>
    public override IEnumerable<ModelListPlace> ModelLists(Upstream upstream)
    {
        const string Runtime = "://bedrock-runtime";
        var root = upstream.BaseUrl.AbsoluteUri.TrimEnd('/').Replace(Runtime, "://bedrock", StringComparison.OrdinalIgnoreCase);
        var call = new UpstreamCall(upstream, Protocol.Converse, Operation.Models, "") { Path = "/foundation-models", Version = "" };
        yield return new ModelListPlace(call, new Uri($"{root}/inference-profiles?maxResults=1000"));
        yield return new ModelListPlace(call, new Uri($"{root}/foundation-models")) { Adds = true };
    }

    public override bool NamesModelInAddress(UpstreamCall call) => true;

    public override bool CountsTokens(Protocol protocol) => protocol == Protocol.Messages;

    public override void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential) => Bearer(headers, credential);

    public override void Fit(OutboundEdit edit)
    {
        if (edit.Call.Protocol != Protocol.Messages)
        {
            return;
        }

        if (edit.Call.Operation != Operation.CountTokens)
        {
            Invoke(edit, edit.Members);
            return;
        }

        // A count takes the body of the call in an envelope.
        var inner = new JsonObjectEdit(edit.Body);
        Invoke(edit, inner);
        if (!inner.Has("max_tokens"))
        {
            inner.Set("max_tokens", LeastTokens(edit.Body.Span));
        }

        var splice = new JsonSplice();
        inner.ApplyTo(splice);
        edit.Members.Clear();
        edit.Members.Set("input", Envelope(splice.Apply(edit.Body).ToArray()));
    }

    public override void Receive(UpstreamCall call, HttpResponseMessage response)
    {
        if (call.Protocol != Protocol.Messages || response.Content.Headers.ContentEncoding.Count > 0)
        {
            return;
        }

        var counts = call.Operation == Operation.CountTokens;
        if (!response.IsSuccessStatusCode)
        {
            var (status, header) = ((int)response.StatusCode, HeadersOf(response));
            response.Content = new ReframedContent(response.Content, "application/json", body => new DocumentStream(body, Longest, said => Error(status, said, header)));
            if (counts && response.StatusCode == HttpStatusCode.BadRequest)
            {
                // Many models, and many bodies that the model would answer, cannot be counted: no fault of the client's, who gets an estimate.
                response.StatusCode = HttpStatusCode.FailedDependency;
            }
        }
        else if (counts)
        {
            response.Content = new ReframedContent(response.Content, "application/json", body => new DocumentStream(body, Longest, Count));
        }
        else if (EventStream.Equals(response.Content.Headers.ContentType?.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            var id = HeadersOf(response)("x-amzn-requestid") ?? "";
            response.Content = new ReframedContent(response.Content, "text/event-stream", body => new InvokeModelStream(body, id));
        }
    }

    /// <summary>Counting is refused for the profiles that spread calls over regions, which begin with a region or with an ARN; the model behind them counts the same.</summary>
    private static string CountedModel(string model) => model.IndexOf("anthropic.", StringComparison.Ordinal) is var at and > 0 ? model[at..] : model;

    private static void Invoke(OutboundEdit edit, JsonObjectEdit members)
    {
        members.Remove("model");
        members.Remove("stream");
        if (members.Has("service_tier"))
        {
            members.Remove("service_tier");
            edit.Lose("service_tier_dropped");
        }

        if (members.Has("inference_geo"))
        {
            members.Remove("inference_geo");
            edit.Lose("param_dropped:inference_geo");
        }

        var asked = edit.Headers.TryGetValues("anthropic-beta", out var values) ? AnthropicBetas.Parse(values) : [];
        var betas = AnthropicBetas.Fit(members, asked, BetaVendor.Bedrock, edit.Lose);
        members.Set("anthropic_version", Version);
        members.Remove("anthropic_beta");
        if (betas.Count > 0)
        {
            members.Set("anthropic_beta", Texts(betas));
        }

        edit.Headers.Remove("anthropic-beta");
        edit.Headers.Remove("anthropic-version");
        // It names the form of the model's answer here, and Claude has but this one.
        edit.Headers.Remove("accept");
        edit.Headers.TryAddWithoutValidation("accept", "application/json");
    }

    private static byte[] Texts(IReadOnlyList<string> values) => [(byte)'[', .. values.SelectMany((value, at) => at == 0 ? JsonSplice.Quote(value) : [(byte)',', .. JsonSplice.Quote(value)]), (byte)']'];

    private static byte[] Envelope(byte[] body)
    {
        var written = new ArrayBufferWriter<byte>(body.Length * 4 / 3 + 64);
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteStartObject("invokeModel"u8);
            json.WriteBase64String("body"u8, body);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return written.WrittenSpan.ToArray();
    }

    /// <summary>A limit is demanded even where nothing is answered, and it has to be above the thinking's own.</summary>
    private static byte[] LeastTokens(ReadOnlySpan<byte> body)
    {
        using var json = JsonDocument.Parse(body.StartsWith("\uFEFF"u8) ? body[3..].ToArray() : body.ToArray(), new JsonDocumentOptions { MaxDepth = 256 });
        var budget = json.RootElement.TryGetProperty("thinking", out var thinking) && thinking.ValueKind == JsonValueKind.Object
            && thinking.TryGetProperty("budget_tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Number && tokens.TryGetInt32(out var told) ? told : 0;
        return System.Text.Encoding.ASCII.GetBytes((budget + 1L).ToString(CultureInfo.InvariantCulture));
    }

    private static Func<string, string?> HeadersOf(HttpResponseMessage response)
    {
        var known = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return name => known.GetValueOrDefault(name);
    }

    private static ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body, Func<string, string?> header)
    {
        var error = UpstreamErrors.Read(Protocol.Converse, status, header("content-type"), body.Span, header);
        var written = new ArrayBufferWriter<byte>(256);
        ProtocolErrors.Write(Protocol.Messages, ClientErrors.Tell(Protocol.Messages, error, header("x-amzn-requestid") ?? ""), written);
        return written.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Count(ReadOnlyMemory<byte> body)
    {
        if (TokenCountAnswer.Read(Protocol.Converse, body.Span) is not { } tokens)
        {
            return body;
        }

        var written = new ArrayBufferWriter<byte>(32);
        TokenCountAnswer.Write(Protocol.Messages, tokens, written);
        return written.WrittenMemory;
    }
}
