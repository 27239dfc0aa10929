using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Converse;

namespace Gantry.Protocols.Tests.Converse;

/// <summary>Short ways through the codec.</summary>
internal static class ConverseWire
{
    public static ChatRequest Request(string body) => ConverseCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(body), ConverseSamples.Call);

    public static byte[] Write(ChatRequest request, LossLog losses) => Json(json => ConverseCodec.Instance.WriteRequest(request, json, losses));

    public static ChatAnswer Answer(string body) => ConverseCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes(body));

    public static byte[] Write(ChatAnswer answer, LossLog losses) =>
        Json(json => ConverseCodec.Instance.WriteAnswer(answer, ConverseSamples.Context, json, losses));

    /// <summary>Reads a stream, cut into pieces of the sizes given in turn, and holds it against the grammar.</summary>
    public static AnswerAccumulator Read(ReadOnlySpan<byte> stream, params int[] pieces)
    {
        var accumulator = new AnswerAccumulator();
        var grammar = new StreamGrammar(accumulator);
        var reader = ConverseCodec.Instance.NewStreamReader(grammar);
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
        tell(new StreamGrammar(ConverseCodec.Instance.NewStreamWriter(ConverseSamples.Context, output, losses ?? new LossLog())));
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
                TextPart plain => "text " + plain.Text,
                ReasoningPart thought => $"thinking {thought.Text} {thought.Seal?.Kind} {thought.Seal?.Data}",
                ToolCallPart call => $"call {call.Id} {call.Name} {call.ArgumentsText?.ToString() ?? call.Arguments.ToString()}",
                ForeignPart foreign => $"foreign {foreign.Type}",
                _ => part.ToString(),
            });
        }

        return text.Append(answer.StopReason).Append(' ').Append(answer.StopSequence).Append(' ').Append(answer.Usage).Append(' ').Append(answer.Model).ToString();
    }

    /// <summary>Events as they stand on the wire, one frame each.</summary>
    public static byte[] Frames(params (string Type, string Payload)[] events)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (type, payload) in events)
        {
            byte[] name = Encoding.UTF8.GetBytes(type), json = Encoding.UTF8.GetBytes(payload);
            if (type.EndsWith("Exception", StringComparison.Ordinal)) AwsEventStreamWriter.WriteException(output, name, json);
            else AwsEventStreamWriter.WriteEvent(output, name, json);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The frames of a stream, as <c>type payload</c>.</summary>
    public static List<string> Lines(ReadOnlySpan<byte> stream)
    {
        var lines = new List<string>();
        var scanner = new AwsEventStreamScanner();
        while (scanner.TryRead(ref stream, out var frame))
        {
            lines.Add(Encoding.UTF8.GetString([.. frame.Header(":event-type"u8), .. frame.Header(":exception-type"u8), (byte)' ', .. frame.Payload]));
        }

        return scanner.AtBoundary ? lines : throw new InvalidOperationException("The stream is damaged.");
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) write(json);
        return output.WrittenSpan.ToArray();
    }
}
