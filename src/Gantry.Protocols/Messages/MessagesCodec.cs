using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Messages;

/// <summary>Anthropic Messages.</summary>
/// <remarks>
/// What is read and written again is equal but for this. In requests: content and <c>system</c> of one bare text become a plain string; an
/// empty <c>system</c>, <c>tools</c>, <c>stop_sequences</c> and content of a result, a false <c>is_error</c>, <c>stream</c> and
/// <c>disable_parallel_tool_use</c>, a <c>ttl</c> of <c>5m</c>, a <c>caller</c> that is the model itself, and nulls of known members are left out; <c>output_format</c> is said as
/// <c>output_config.format</c>. In answers: the id is the gateway's; every call has a
/// <c>caller</c>; <c>container</c>, <c>context_management</c> and <c>stop_details</c> are
/// left out; usage has the tokens and searches only, those of all iterations as one sum. In streams, citations and blocks of the provider's
/// own tools are left out.
/// Thinking and its effort are extras of the request: <c>thinking</c>, <c>output_config.effort</c>.
/// </remarks>
public sealed class MessagesCodec : IChatCodec
{
    private MessagesCodec()
    {
    }

    public static MessagesCodec Instance { get; } = new();

    public Protocol Protocol => Protocol.Messages;

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, in ChatCall call)
    {
        try
        {
            return MessagesRequestReader.Read(body, call);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ProtocolException("The body is not valid JSON.", e);
        }
    }

    public void WriteRequest(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(request);
        new MessagesRequestWriter(json, losses).Write(request);
    }

    public ChatAnswer ReadAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            return MessagesAnswerReader.Read(body);
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
        new MessagesAnswerWriter(json, losses).Write(answer, context);
    }

    public IStreamReader NewStreamReader(IStreamSink sink) => new MessagesStreamReader(sink);

    public IStreamSink NewStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses) =>
        new MessagesStreamWriter(context, output, losses);
}
