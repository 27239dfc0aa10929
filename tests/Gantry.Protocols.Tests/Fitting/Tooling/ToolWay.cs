using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

/// <summary>The whole way of one exchange: bytes of the client to bytes of the upstream, and an answer back.</summary>
internal sealed class ToolWay
{
    private readonly Protocol _client;
    private readonly Protocol _upstream;
    private readonly ChatRequest _asked;
    private readonly Translation _translation;

    public ToolWay(Protocol client, string body, TranslationTarget target)
    {
        _client = client;
        _upstream = target.Protocol;
        _asked = Codec(client).ReadRequest(Encoding.UTF8.GetBytes(body), new ChatCall(client == Protocol.Gemini ? "m" : null, null));
        _translation = Translation.Begin(_asked, new TranslationSource(client), target, Losses);
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) Codec(_upstream).WriteRequest(_translation.Request, json, Losses);
        Body = JsonNode.Parse(output.WrittenSpan)!;
    }

    public LossLog Losses { get; } = new();

    public JsonNode Body { get; }

    public ChatRequest Request => _translation.Request;

    public string Tokens => Losses.ToString();

    /// <summary>What the client gets for a stream of the upstream, handed on in pieces of this size.</summary>
    public string Down(string stream, int size = int.MaxValue)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = Codec(_client).NewStreamWriter(Context(), output, Losses);
        var reader = Codec(_upstream).NewStreamReader(new StreamGrammar(_translation.Answer(new StreamGrammar(writer))));
        var bytes = Encoding.UTF8.GetBytes(stream).AsSpan();
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(size, bytes.Length)];
            reader.Append(piece);
            bytes = bytes[piece.Length..];
        }

        reader.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What the client gets for a whole answer of the upstream.</summary>
    public JsonNode Whole(string answer)
    {
        var (whole, error) = _translation.Answer(Codec(_upstream).ReadAnswer(Encoding.UTF8.GetBytes(answer)));
        if (error is not null) throw new InvalidOperationException(error.Message);
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) Codec(_client).WriteAnswer(whole, Context(), json, Losses);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    public ChatAnswer Whole(ChatAnswer answer) => _translation.Answer(answer).Answer;

    public static TranslationTarget Target(Protocol protocol, string model, TargetTraits? traits = null) =>
        new(protocol, model) { Rules = ModelRulesCatalogue.BuiltIn.For(model), Traits = traits ?? new TargetTraits { CustomTools = true } };

    public static IChatCodec Codec(Protocol protocol) => ChatCodecs.For(protocol);

    /// <summary>The events of a stream as their data.</summary>
    public static List<JsonNode> Events(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];

    private AnswerContext Context() => new(_asked) { RequestId = "r1", CreatedAt = DateTimeOffset.UnixEpoch, IncludeUsage = true };
}
