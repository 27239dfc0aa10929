using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Responses;
using Gantry.Protocols.Tests.Metering;

namespace Gantry.Protocols.Tests.Parity;

/// <summary>Every answer that was recorded, as its codec reads it, and ways through the other codecs.</summary>
internal static class AnswerSamples
{
    public static readonly IChatCodec[] Codecs = [ChatCodec.Instance, ResponsesCodec.Instance, MessagesCodec.Instance, GeminiCodec.Instance];

    public static AnswerContext Context { get; } = new(new ChatRequest("asked"))
    {
        RequestId = "r1",
        CreatedAt = DateTimeOffset.UnixEpoch,
        IncludeUsage = true,
    };

    /// <summary>Name, dialect and answer of every recording with status 2xx that says an answer.</summary>
    public static IEnumerable<(string Name, IChatCodec Codec, ChatAnswer Answer)> All()
    {
        foreach (string id in Recording.Ids())
        {
            if (Recording.Load(id) is not { Status: >= 200 and < 300 } recording || recording.Operation == "count_tokens") continue;
            var codec = id switch
            {
                _ when id.StartsWith("chat-", StringComparison.Ordinal) => Codecs[0],
                _ when id.StartsWith("responses-", StringComparison.Ordinal) => Codecs[1],
                _ when recording.Protocol is "messages" or "invoke" => Codecs[2],
                _ when id.StartsWith("gemini-gemini-", StringComparison.Ordinal) || id.StartsWith("gemini-vertex-", StringComparison.Ordinal) => Codecs[3],
                _ => null,
            };
            if (codec is null || Read(codec, recording) is not { } answer) continue;
            yield return (id, codec, answer);
        }
    }

    public static ChatAnswer ReadStream(IChatCodec codec, ReadOnlySpan<byte> bytes)
    {
        var whole = new AnswerAccumulator();
        var reader = codec.NewStreamReader(new StreamGrammar(whole));
        reader.Append(bytes);
        reader.Complete();
        return whole.ToAnswer();
    }

    public static byte[] WriteStream(IChatCodec codec, ChatAnswer answer, LossLog losses)
    {
        var output = new ArrayBufferWriter<byte>();
        AnswerReplay.Replay(answer, new StreamGrammar(codec.NewStreamWriter(Context, output, losses)));
        return output.WrittenSpan.ToArray();
    }

    public static byte[] WriteWhole(IChatCodec codec, ChatAnswer answer, LossLog losses)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, WireJson.Options)) codec.WriteAnswer(answer, Context, json, losses);
        return output.WrittenSpan.ToArray();
    }

    private static ChatAnswer? Read(IChatCodec codec, Recording recording)
    {
        if (!recording.Stream) return codec.ReadAnswer(recording.Body);
        var body = recording.Protocol == "invoke"
            ? Encoding.UTF8.GetBytes(string.Concat(UsageOracle.Documents(recording).Select(step => $"data: {step.GetRawText()}\n\n")))
            : recording.Body;
        var answer = ReadStream(codec, body);
        return answer.Error is null ? answer : null;
    }
}
