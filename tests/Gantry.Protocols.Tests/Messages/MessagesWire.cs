using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;

namespace Gantry.Protocols.Tests.Messages;

/// <summary>Short ways through the codec.</summary>
internal static class MessagesWire
{
    public static ChatRequest Request(string body) => MessagesCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(body), default);

    public static byte[] Write(ChatRequest request, LossLog losses) => Json(json => MessagesCodec.Instance.WriteRequest(request, json, losses));

    public static ChatAnswer Answer(string body) => MessagesCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes(body));

    public static byte[] Write(ChatAnswer answer, LossLog losses) =>
        Json(json => MessagesCodec.Instance.WriteAnswer(answer, MessagesSamples.Context, json, losses));

    /// <summary>Reads a stream, cut into pieces of the sizes given in turn, and holds it against the grammar.</summary>
    public static AnswerAccumulator Read(ReadOnlySpan<byte> stream, params int[] pieces)
    {
        var accumulator = new AnswerAccumulator();
        var grammar = new StreamGrammar(accumulator);
        var reader = MessagesCodec.Instance.NewStreamReader(grammar);
        for (int i = 0; !stream.IsEmpty; i++)
        {
            int size = pieces.Length == 0 ? stream.Length : Math.Clamp(pieces[i % pieces.Length], 1, stream.Length);
            reader.Append(stream[..size]);
            stream = stream[size..];
        }

        reader.Complete();
        if (!grammar.Ended) throw new InvalidOperationException("The stream has no end.");
        return accumulator;
    }

    public static byte[] Stream(Action<IStreamSink> tell, LossLog? losses = null)
    {
        var output = new ArrayBufferWriter<byte>();
        tell(new StreamGrammar(MessagesCodec.Instance.NewStreamWriter(MessagesSamples.Context, output, losses ?? new LossLog())));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Everything that an answer says, for comparison.</summary>
    public static string Describe(ChatAnswer answer)
    {
        var text = new StringBuilder();
        foreach (var part in answer.Parts)
        {
            text.AppendLine(part switch
            {
                TextPart plain => $"text {plain.Text}{(plain.Citations.IsAbsent ? "" : JsonNode.Parse(plain.Citations.Span)!.ToJsonString())}",
                ReasoningPart thought => $"thinking {thought.Text} {thought.Seal?.Kind} {thought.Seal?.Data}",
                ToolCallPart call => $"call {call.Id} {call.Name} {call.ArgumentsText?.ToString() ?? call.Arguments.ToString()}",
                ForeignPart foreign => "foreign " + JsonNode.Parse(foreign.Raw.Span)!.ToJsonString(),
                _ => part.ToString(),
            });
        }

        return text.Append(answer.StopReason).Append(' ').Append(answer.StopSequence).Append(' ').Append(answer.Usage).Append(' ').Append(answer.Model).ToString();
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) write(json);
        return output.WrittenSpan.ToArray();
    }
}
