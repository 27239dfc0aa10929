using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Chat;

/// <summary>OpenAI's Chat Completions, and what its many imitators make of it.</summary>
/// <remarks>
/// What is read and written again is the same JSON but for this. In requests:
/// <list type="bullet">
/// <item>Members that are <c>null</c>, an empty array of tools, empty thoughts and the format <c>text</c> are left out.</item>
/// <item>A content of one plain text part is a string; a bare string in an array is a text part; a picture's address is in an object.</item>
/// <item>System and developer messages at the head are one system message; those in the middle are system messages.</item>
/// <item><c>functions</c>, <c>function_call</c> and the role <c>function</c> take today's form; a flat tool is nested and says its type.</item>
/// <item><c>stop</c> is an array; <c>max_tokens</c> and <c>max_completion_tokens</c> become the latter, the smaller of both;
/// <c>safety_identifier</c> becomes <c>user</c>; a stream always asks for its usage.</item>
/// <item><c>reasoning</c>, thinking parts and, where there is nothing else, the text of <c>reasoning_details</c> become
/// <c>reasoning_content</c>; a refusal part becomes the message's <c>refusal</c>.</item>
/// <item><c>prompt_cache_breakpoint</c> becomes <c>cache_control</c>, whose <c>ttl</c> of five minutes is left out.</item>
/// <item>Other unknown members of known parts, of messages of the system and of tools, and of calls are left out.</item>
/// </list>
/// In answers: id, model and time are those of the exchange; only the first choice is kept; content is one text; usage has OpenAI's own
/// shape and meaning; <c>finish_reason</c> is one of OpenAI's own words and says <c>tool_calls</c> if and only if there are calls; what a
/// vendor says outside the message is left out (<c>system_fingerprint</c>, <c>service_tier</c>, <c>logprobs</c>, …).
/// </remarks>
public sealed class ChatCodec : IChatCodec
{
    private ChatCodec()
    {
    }

    public static ChatCodec Instance { get; } = new();

    public Protocol Protocol => Protocol.Chat;

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, in ChatCall call)
    {
        try
        {
            return new ChatRequestReader(call).Read(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ProtocolException("The body is not valid JSON.", e);
        }
    }

    public void WriteRequest(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(losses);
        ChatRequestWriter.Write(request, json, losses);
    }

    public ChatAnswer ReadAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ChatAnswerReader.Read(body);
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
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(losses);
        ChatAnswerWriter.Write(answer, context, json, losses);
    }

    public IStreamReader NewStreamReader(IStreamSink sink) => new ChatStreamReader(sink);

    public IStreamSink NewStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses) =>
        new ChatStreamWriter(context, output, losses);
}
