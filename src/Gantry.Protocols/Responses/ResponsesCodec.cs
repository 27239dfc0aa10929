using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Responses;

/// <summary>OpenAI Responses.</summary>
/// <remarks>
/// What is read and written again is equal but for this. In requests: an input, and a content, of one bare text become arrays; an
/// <c>output</c> of one plain text becomes a string; texts have the type of their speaker, those of the model <c>annotations</c> and
/// <c>logprobs</c>, if empty; messages without content, empty <c>tools</c>, <c>stream</c> of false, <c>text.format</c> of free text and nulls of
/// known members are left out; <c>additional_tools</c> stand behind the messages of the system at the head; <c>safety_identifier</c> becomes
/// <c>user</c> where there is none. In answers: id, time and model are the gateway's, and the request is echoed; usage has the tokens only.
/// Reasoning and calls keep every member. In streams, citations and items of the provider's own tools are left out.
/// </remarks>
public sealed class ResponsesCodec : IChatCodec
{
    private ResponsesCodec()
    {
    }

    public static ResponsesCodec Instance { get; } = new();

    public Protocol Protocol => Protocol.Responses;

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, in ChatCall call)
    {
        try
        {
            return new ResponsesRequestReader(call).Read(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ProtocolException("The body is not valid JSON.", e);
        }
    }

    public void WriteRequest(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(request);
        new ResponsesRequestWriter(json, losses).Write(request);
    }

    public ChatAnswer ReadAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ResponsesAnswerReader.Read(body);
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
        ResponsesAnswerWriter.Write(answer, context, json, losses);
    }

    public IStreamReader NewStreamReader(IStreamSink sink) => new ResponsesStreamReader(sink);

    public IStreamSink NewStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses) =>
        new ResponsesStreamWriter(context, output, losses);
}
