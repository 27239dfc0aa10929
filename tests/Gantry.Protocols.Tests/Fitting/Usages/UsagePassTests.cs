using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tokens;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Usages;

public sealed class UsagePassTests
{
    private const string Asked = """{"model":"m","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"Tell me what the weather will be tomorrow."}]}""";

    [Fact]
    [Trait("Case", "64")]
    public void Answer_without_usage_gets_estimated_numbers_in_both_places()
    {
        var (events, losses) = Stream(
            """
            data: {"candidates":[{"content":{"role":"model","parts":[{"text":"It will rain all day, "}]}}]}

            data: {"candidates":[{"content":{"role":"model","parts":[{"text":"and the wind will be strong."}]},"finishReason":"STOP"}]}


            """);
        var started = events.Single(e => (string?)e["type"] == "message_start")["message"]!["usage"]!;
        var ended = events.Single(e => (string?)e["type"] == "message_delta")["usage"]!;
        Assert.InRange((long)started["input_tokens"]!, 8, 30);
        Assert.Equal((long)started["input_tokens"]!, (long)ended["input_tokens"]!);
        Assert.InRange((long)ended["output_tokens"]!, 10, 20);
        Assert.Equal("usage_estimated", losses.ToString());
    }

    [Fact]
    [Trait("Case", "65")]
    public void Told_usage_stands_and_nothing_is_estimated_but_the_beginning()
    {
        var (events, losses) = Stream(
            """
            data: {"candidates":[{"content":{"role":"model","parts":[{"text":"Rain."}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":900,"cachedContentTokenCount":700,"candidatesTokenCount":3,"totalTokenCount":903}}


            """);
        Assert.InRange((long)events.Single(e => (string?)e["type"] == "message_start")["message"]!["usage"]!["input_tokens"]!, 8, 30);
        var ended = events.Single(e => (string?)e["type"] == "message_delta")["usage"]!;
        Assert.Equal((200, 700, 3), ((long)ended["input_tokens"]!, (long)ended["cache_read_input_tokens"]!, (long)ended["output_tokens"]!));
        Assert.True(losses.IsEmpty);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""", true, true)]
    [InlineData("""{"prompt_tokens":11,"completion_tokens":0,"total_tokens":11}""", false, true)]
    [InlineData("""{"prompt_tokens":0,"completion_tokens":7,"total_tokens":7}""", true, false)]
    [InlineData("""{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}""", false, false)]
    public void Zeros_for_what_was_there_are_filled_in(string usage, bool isInputEstimated, bool isOutputEstimated)
    {
        var losses = new LossLog();
        var translation = Begin(losses, Protocol.Chat);
        byte[] body = Encoding.UTF8.GetBytes(
            $$"""{"id":"a","object":"chat.completion","model":"x","choices":[{"index":0,"message":{"role":"assistant","content":"It will rain all day."},"finish_reason":"stop"}],"usage":{{usage}}}""");
        var (answer, error) = translation.Answer(ChatCodecs.For(Protocol.Chat).ReadAnswer(body));
        Assert.Null(error);
        Assert.Equal(isInputEstimated ? translation.Prompt.Tokens : 11, answer.Usage!.Value.TotalInput);
        if (isOutputEstimated) Assert.InRange(answer.Usage.Value.TotalOutput, 5, 12);
        else Assert.Equal(7, answer.Usage.Value.TotalOutput);
        Assert.Equal(isInputEstimated || isOutputEstimated ? "usage_estimated" : "", losses.ToString());
    }

    [Fact]
    public void Calibration_moves_what_is_estimated()
    {
        var calibration = new TokenCalibration();
        for (int i = 0; i < 200; i++) calibration.Observe("gemini", 1_000, 2_000);
        var plain = Begin(new LossLog(), Protocol.Gemini);
        var learnt = Begin(new LossLog(), Protocol.Gemini, calibration);
        Assert.Equal(plain.Prompt.Raw, learnt.Prompt.Raw);
        Assert.InRange(learnt.Prompt.Tokens, plain.Prompt.Raw * 19 / 10, plain.Prompt.Raw * 2);
    }

    [Fact]
    public void Broken_answer_is_not_completed()
    {
        var losses = new LossLog();
        var whole = new AnswerAccumulator();
        var sink = Begin(losses, Protocol.Gemini).Answer(whole);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Started });
        sink.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "x") });
        Assert.Null(whole.ToAnswer().Usage);
        Assert.True(losses.IsEmpty);
    }

    [Fact]
    public void Pictures_and_foreign_values_are_no_words()
    {
        var whole = new AnswerAccumulator();
        AnswerReplay.Replay(
            new ChatAnswer { Parts = [new ForeignPart(Protocol.Gemini, "x", new JsonSlice("7"u8.ToArray())), new MediaPart(MediaKind.Image) { MediaType = "image/png", Data = JsonText.From(new string('A', 4_000)) }] },
            Begin(new LossLog(), Protocol.Gemini).Answer(whole));
        Assert.Equal(0, whole.ToAnswer().Usage?.Output ?? 0);
    }

    private static (List<JsonNode> Events, LossLog Losses) Stream(string upstream)
    {
        var losses = new LossLog();
        var translation = Begin(losses, Protocol.Gemini);
        var context = new AnswerContext(Request()) { RequestId = "r", CreatedAt = DateTimeOffset.UnixEpoch, Prompt = translation.Prompt };
        var output = new ArrayBufferWriter<byte>();
        var reader = ChatCodecs.For(Protocol.Gemini).NewStreamReader(translation.Answer(ChatCodecs.For(Protocol.Messages).NewStreamWriter(context, output, losses)));
        reader.Append(Encoding.UTF8.GetBytes(upstream.ReplaceLineEndings("\n")));
        reader.Complete();
        return ([.. Encoding.UTF8.GetString(output.WrittenSpan).Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => JsonNode.Parse(l[6..])!)], losses);
    }

    private static Translation Begin(LossLog losses, Protocol spoken, TokenCalibration? calibration = null) =>
        Translation.Begin(Request(), new TranslationSource(Protocol.Messages), new TranslationTarget(spoken, "gemini-3-pro-preview") { Calibration = calibration }, losses);

    private static ChatRequest Request() => ChatCodecs.For(Protocol.Messages).ReadRequest(Encoding.UTF8.GetBytes(Asked), new ChatCall(null, null));
}
