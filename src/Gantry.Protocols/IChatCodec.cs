using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols;

/// <summary>One dialect of chat: its bytes to the hub and back. Stateless; readers and writers of streams hold the state.</summary>
/// <remarks>
/// A codec says what it is given, in its dialect, and notes what it cannot say. It does not repair, rename or lower anything for its
/// provider: requests are fitted to a target on the hub, before they are written.
/// </remarks>
public interface IChatCodec
{
    Protocol Protocol { get; }

    /// <summary>Reads a request.</summary>
    /// <param name="body">Must stay in place as long as the request is used: texts are slices of it.</param>
    /// <param name="call">What stands outside the body: model and stream where the path says them.</param>
    /// <exception cref="ProtocolException">The body is not a request of this dialect; the member at fault is named.</exception>
    ChatRequest ReadRequest(ReadOnlyMemory<byte> body, in ChatCall call);

    /// <summary>Writes the body of a request. Model and stream of dialects that have them in the path are the caller's.</summary>
    void WriteRequest(ChatRequest request, Utf8JsonWriter json, LossLog losses);

    /// <summary>Reads a whole answer.</summary>
    /// <exception cref="ProtocolException">The body is no answer of this dialect.</exception>
    ChatAnswer ReadAnswer(ReadOnlyMemory<byte> body);

    /// <summary>Writes a whole answer.</summary>
    void WriteAnswer(ChatAnswer answer, AnswerContext context, Utf8JsonWriter json, LossLog losses);

    /// <summary>A reader of one stream, which tells what it reads to <paramref name="sink"/>.</summary>
    IStreamReader NewStreamReader(IStreamSink sink);

    /// <summary>A writer of one stream: events in, the dialect's own framing out. What is in <paramref name="output"/> may be sent after every event.</summary>
    IStreamSink NewStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses);
}
