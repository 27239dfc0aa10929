using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Converse;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols.Tests.Fitting.Thinking;

/// <summary>The whole way of one exchange: bytes of a client to bytes of an upstream, and the answer back.</summary>
internal sealed class TranslationRun
{
    public static readonly IssuerId Issuer = IssuerId.Of("upstream a");

    private readonly Translation _translation;
    private readonly TranslationSource _source;
    private readonly TranslationTarget _target;
    private readonly ChatRequest _asked;

    private TranslationRun(ChatRequest asked, TranslationSource source, TranslationTarget target)
    {
        (_asked, _source, _target) = (asked, source, target);
        _translation = Translation.Begin(asked, source, target, Losses);
    }

    public LossLog Losses { get; } = new();

    public ChatRequest Fitted => _translation.Request;

    public static IChatCodec Codec(Protocol protocol) => protocol switch
    {
        Protocol.Chat => ChatCodec.Instance,
        Protocol.Responses => ResponsesCodec.Instance,
        Protocol.Messages => MessagesCodec.Instance,
        Protocol.Converse => ConverseCodec.Instance,
        _ => GeminiCodec.Instance,
    };

    public static TranslationTarget Target(Protocol protocol, string model, TargetTraits? traits = null) =>
        new(protocol, model) { Issuer = Issuer, Rules = ModelRulesCatalogue.BuiltIn.For(model), Traits = traits ?? new() };

    public static TranslationRun Of(Protocol client, string body, TranslationTarget target, ReasoningMemory? memory = null, string tenant = "t", string? session = null)
    {
        var asked = Codec(client).ReadRequest(Encoding.UTF8.GetBytes(body), new ChatCall("public", null));
        return new TranslationRun(asked, new TranslationSource(client) { Memory = memory, Tenant = tenant, Session = session }, target);
    }

    /// <summary>The upstream's request.</summary>
    public JsonNode Sent()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) Codec(_target.Protocol).WriteRequest(Fitted, json, Losses);
        return JsonNode.Parse(bytes.WrittenSpan)!;
    }

    /// <summary>The same exchange begun again with what came of it.</summary>
    public JsonNode SentAgain() => new TranslationRun(Fitted, _source, _target).Sent();

    /// <summary>The client's stream of what the upstream streams.</summary>
    public string Answered(string upstream)
    {
        var output = new ArrayBufferWriter<byte>();
        var context = new AnswerContext(_asked) { RequestId = "r", CreatedAt = DateTimeOffset.UnixEpoch };
        var writer = Codec(_source.Protocol).NewStreamWriter(context, output, Losses);
        var reader = Codec(_target.Protocol).NewStreamReader(_translation.Answer(new StreamGrammar(writer)));
        Feed(reader, Encoding.UTF8.GetBytes(upstream));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The parts of the whole answer that the client sees.</summary>
    public ChatAnswer Whole(ChatAnswer answer) => _translation.Answer(answer).Answer;

    /// <summary>The parts of the stream that the client sees.</summary>
    public ChatAnswer Streamed(string upstream)
    {
        var whole = new AnswerAccumulator();
        Feed(Codec(_target.Protocol).NewStreamReader(_translation.Answer(new StreamGrammar(whole))), Encoding.UTF8.GetBytes(upstream));
        return whole.ToAnswer();
    }

    private static void Feed(IStreamReader reader, ReadOnlySpan<byte> bytes)
    {
        reader.Append(bytes);
        reader.Complete();
    }
}
