using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Converse;

/// <summary>Amazon Bedrock Converse.</summary>
/// <remarks>
/// What is read and written again is equal but for this. In requests: empty objects and lists outside the messages, empty <c>qualifiers</c>,
/// a <c>status</c> of <c>success</c>, a <c>type</c> of <c>tool_use</c> or <c>tool_result</c>, a <c>ttl</c> of <c>5m</c>, and nulls are left
/// out; a document without a name, or with one that the service refuses, gets one. In answers: <c>metrics</c> tells no time, <c>trace</c>,
/// <c>performanceConfig</c>, <c>serviceTier</c> and what <c>additionalModelResponseFields</c> holds beside <c>stop_sequence</c> are left out,
/// usage has the tokens only, <c>guardrail_intervened</c> is said as <c>content_filtered</c>. In streams, citations, pictures and blocks of the
/// provider's own tools are left out too.
/// What only some models know are extras of the request under dotted names, as in <c>additionalModelRequestFields.thinking</c>; its
/// <c>top_k</c> is the hub's.
/// </remarks>
public sealed class ConverseCodec : IChatCodec
{
    private ConverseCodec()
    {
    }

    public static ConverseCodec Instance { get; } = new();

    public Protocol Protocol => Protocol.Converse;

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, in ChatCall call)
    {
        try
        {
            return ConverseRequestReader.Read(body, call);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ProtocolException("The body is not valid JSON.", e);
        }
    }

    public void WriteRequest(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(request);
        new ConverseRequestWriter(json, losses).Write(request);
    }

    public ChatAnswer ReadAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ConverseAnswerReader.Read(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ProtocolException("The answer is not valid JSON.", e);
        }
    }

    public void WriteAnswer(ChatAnswer answer, AnswerContext context, Utf8JsonWriter json, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(context);
        new ConverseAnswerWriter(json, losses).Write(answer, context);
    }

    public IStreamReader NewStreamReader(IStreamSink sink) => new ConverseStreamReader(sink);

    public IStreamSink NewStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses) =>
        new ConverseStreamWriter(context, output, losses);
}
