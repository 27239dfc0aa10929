using System.Buffers;
using System.Text;
using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Bench.BytePaths;

/// <summary>The translate lane: long answers from the upstream's bytes to the client's.</summary>
/// <remarks><c>stream-1000-events</c> is a whole stream, its start and its end with it. <c>stream-1000-more</c> is what 1,000 further events cost: a stream
/// of 2,000 less one of 1,000, so that neither start nor end counts.</remarks>
internal static class TranslatedStreams
{
    private const int Events = 1_000;
    private const int ReadSize = 200;

    public static IReadOnlyList<BytePath> All { get; } =
    [
        .. from pair in Pairs() select Whole(pair.Client, pair.Spoken),
        .. from pair in Pairs() select More(pair.Client, pair.Spoken, BlockKind.Text),
        .. from pair in Pairs() select More(pair.Client, pair.Spoken, BlockKind.Reasoning),

        // Gemini has calls in one piece only.
        .. from pair in Pairs() where pair.Spoken != Protocol.Gemini select More(pair.Client, pair.Spoken, BlockKind.ToolCall),

        // What a client calls a tool of free form is a function there.
        .. from spoken in (Protocol[])[Protocol.Chat, Protocol.Messages, Protocol.Converse] select More(Protocol.Responses, spoken, BlockKind.CustomToolCall),
    ];

    private static IEnumerable<(Protocol Client, Protocol Spoken)> Pairs() =>
        from client in TranslationPaths.Clients from spoken in TranslationPaths.Clients.Append(Protocol.Converse) where client != spoken select (client, spoken);

    private static BytePath Whole(Protocol client, Protocol spoken) =>
        new(TranslationPaths.Name("stream-1000-events", client, spoken), 10, () => Stream(client, spoken, BlockKind.Text, Events));

    private static BytePath More(Protocol client, Protocol spoken, BlockKind kind)
    {
        string of = kind switch { BlockKind.Text => "", BlockKind.Reasoning => "-thoughts", BlockKind.ToolCall => "-arguments", _ => "-free-form" };
        return new(TranslationPaths.Name($"stream-1000-more{of}", client, spoken), 10, () => Stream(client, spoken, kind, 2 * Events))
        {
            Beside = () => Stream(client, spoken, kind, Events),
        };
    }

    private static BytePathRun Stream(Protocol client, Protocol spoken, BlockKind kind, int events)
    {
        var asked = ChatCodecs.For(client).ReadRequest(Encoding.UTF8.GetBytes(kind == BlockKind.CustomToolCall ? FreeForm : Asked(client)), new ChatCall("public-model", true));
        var losses = new LossLog();
        var translation = Translation.Begin(asked, TranslationPaths.Source(client), TranslationPaths.Target(spoken), losses);
        var context = new AnswerContext(asked) { RequestId = "req_1", CreatedAt = DateTimeOffset.UnixEpoch, IncludeUsage = true };
        byte[] stream = DialectStreams.Of(spoken, kind == BlockKind.CustomToolCall ? BlockKind.ToolCall : kind, events);
        var output = new ArrayBufferWriter<byte>(4 * stream.Length);
        return new(() =>
        {
            output.ResetWrittenCount();
            var reader = ChatCodecs.For(spoken).NewStreamReader(translation.Answer(ChatCodecs.For(client).NewStreamWriter(context, output, losses)));
            for (int at = 0; at < stream.Length; at += ReadSize) reader.Append(stream.AsSpan(at, Math.Min(ReadSize, stream.Length - at)));
            reader.Complete();
            if (output.WrittenCount < events * 5) throw new InvalidOperationException("The stream was not written.");
        });
    }

    private const string FreeForm = """{"model":"m","stream":true,"input":"Write something.","tools":[{"type":"custom","name":"write"}]}""";

    // Who wants to see the thoughts.
    private static string Asked(Protocol client) => client switch
    {
        Protocol.Chat => """{"model":"m","stream":true,"messages":[{"role":"user","content":"Say something."}],"reasoning_effort":"low"}""",
        Protocol.Responses => """{"model":"m","stream":true,"input":"Say something.","reasoning":{"effort":"low","summary":"auto"}}""",
        Protocol.Messages => """{"model":"m","stream":true,"messages":[{"role":"user","content":"Say something."}],"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":1024}}""",
        _ => """{"contents":[{"role":"user","parts":[{"text":"Say something."}]}],"generationConfig":{"thinkingConfig":{"includeThoughts":true}}}""",
    };
}
