using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tests.Metering;

namespace Gantry.Protocols.Tests.Fuzzing;

/// <summary>Small documents of every protocol that mutations begin from: made by the codecs, and recorded ones where they are at hand.</summary>
internal sealed class FuzzSeeds
{
    private const int LargestRecording = 3_000;
    private const int LargestFile = 12_000;

    public static readonly Protocol[] Protocols = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini, Protocol.Converse];

    private readonly Dictionary<Protocol, List<byte[]>> _requests = [];
    private readonly Dictionary<Protocol, List<byte[]>> _answers = [];
    private readonly Dictionary<Protocol, List<byte[]>> _streams = [];

    public FuzzSeeds()
    {
        var random = new Random(1);
        foreach (var protocol in Protocols)
        {
            _requests[protocol] = [.. Enumerable.Range(0, 40).Select(_ => Request(protocol, random))];
            _answers[protocol] = [.. Answers().Select(answer => Answer(protocol, answer))];
            _streams[protocol] = [.. Answers().Select(answer => Stream(protocol, answer))];
        }

        foreach (string id in Recording.Ids())
        {
            // Most are far larger than what a small input is made of.
            if (new FileInfo(Path.Combine(Recording.Folder!, id + ".json")).Length > LargestFile) continue;
            if (Recording.Load(id) is not { Operation: "chat" } recording || recording.Body.Length > LargestRecording) continue;
            if (!Enum.TryParse<Protocol>(recording.Protocol, ignoreCase: true, out var protocol) || !_answers.ContainsKey(protocol)) continue;
            (recording.Stream ? _streams : _answers)[protocol].Add(recording.Body);
        }
    }

    public byte[] Request(Random random, Protocol protocol) => Pick(_requests[protocol], random);

    public byte[] Answer(Random random, Protocol protocol) => Pick(_answers[protocol], random);

    public byte[] Stream(Random random, Protocol protocol) => Pick(_streams[protocol], random);

    private static byte[] Pick(List<byte[]> of, Random random) => of[random.Next(of.Count)];

    private static byte[] Request(Protocol protocol, Random random) =>
        Written(json => ChatCodecs.For(protocol).WriteRequest(FuzzRequests.Next(random, protocol) with { Model = "m" }, json, new LossLog()));

    private static byte[] Answer(Protocol protocol, ChatAnswer answer) =>
        Written(json => ChatCodecs.For(protocol).WriteAnswer(answer, Context, json, new LossLog()));

    private static byte[] Stream(Protocol protocol, ChatAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        AnswerReplay.Replay(answer, ChatCodecs.For(protocol).NewStreamWriter(Context, output, new LossLog()));
        return output.WrittenSpan.ToArray();
    }

    private static AnswerContext Context { get; } = new(new ChatRequest("m")) { RequestId = "r", CreatedAt = DateTimeOffset.UnixEpoch, IncludeUsage = true };

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, WireJson.Options)) write(json);
        return bytes.WrittenSpan.ToArray();
    }

    private static ChatAnswer[] Answers()
    {
        var usage = new Usage { UncachedInput = 9, CacheRead = 3, CacheWrite5m = 2, Output = 20, Reasoning = 5 };
        var text = new TextPart(JsonText.From("said \"so\"\n"));
        var cited = new TextPart(JsonText.From("known")) { Citations = new JsonSlice("[{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"u\",\"start_index\":0,\"end_index\":3}}]"u8.ToArray()), CitationsFrom = Protocol.Chat };
        var call = new ToolCallPart("call_1", "f") { ArgumentsText = JsonText.From("{\"a\":[1,{}]}") };
        var thought = new ReasoningPart(JsonText.From("hm")) { Seal = new ReasoningSeal(ReasoningSealKind.Signature, JsonText.From("c2lnbmVk")) };
        return
        [
            new() { Id = "i", Model = "m", Parts = [text], StopReason = StopReason.EndTurn, Usage = usage },
            new() { Id = "i", Model = "m", Parts = [thought, text, call, call with { Id = "call_2" }], StopReason = StopReason.ToolCalls, Usage = usage },
            new() { Id = "i", Model = "m", Parts = [new RefusalPart(JsonText.From("no"))], StopReason = StopReason.EndTurn },
            new() { Id = "i", Model = "m", Parts = [cited, text, new MediaPart(MediaKind.Image) { MediaType = "image/png", Data = JsonText.From("iVBO") }], Usage = usage },
        ];
    }
}
