using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Gemini;

/// <summary>Google's generateContent and streamGenerateContent.</summary>
/// <remarks>
/// What is read and written again differs from what was read in nothing but this.
/// <list type="bullet">
/// <item>Members are written in camelCase; members that are <c>null</c>, empty configurations and empty lists of tools or declarations are left out;
/// a single value becomes the list of one that it stands for; a text as <c>systemInstruction</c> becomes its one part, and its role goes.</item>
/// <item>A role that is missing or <c>function</c> becomes <c>user</c>. The body's <c>model</c> goes: the path has it.</item>
/// <item>A part with several members becomes several parts; a part with none goes. A seal on an empty thought goes to the part that follows.
/// <c>thought: false</c> goes; a result without a response gets an empty one.</item>
/// <item>Every hosted tool is an object of its own; neighbouring functions share one. Modes of calling are in capitals.
/// Whole numbers that came as texts or as <c>1.0</c> become numbers. The media type <c>text/plain</c> goes: it is the default.
/// The name of a file outside tool results goes.</item>
/// <item>Answers: <c>responseId</c> is the request's; the first candidate alone is kept, with text, calls, reason and citations; words of the
/// reason fall together (<c>SAFETY</c> for every filter); a blocked prompt is a candidate that ended with <c>SAFETY</c>; the counts are summed up anew.
/// Ratings, probabilities, times and details of counts go.</item>
/// </list>
/// </remarks>
public sealed class GeminiCodec : IChatCodec
{
    private GeminiCodec()
    {
    }

    public static GeminiCodec Instance { get; } = new();

    public Protocol Protocol => Protocol.Gemini;

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, in ChatCall call) => GeminiRequestReader.Read(body, call);

    public void WriteRequest(ChatRequest request, Utf8JsonWriter json, LossLog losses) => GeminiRequestWriter.Write(request, json, losses);

    public ChatAnswer ReadAnswer(ReadOnlyMemory<byte> body) => GeminiAnswerReader.Read(body);

    public void WriteAnswer(ChatAnswer answer, AnswerContext context, Utf8JsonWriter json, LossLog losses) =>
        GeminiAnswerWriter.Write(answer, context, json, losses);

    public IStreamReader NewStreamReader(IStreamSink sink) => new GeminiStreamReader(sink);

    public IStreamSink NewStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses) => new GeminiStreamWriter(context, output, losses);
}
