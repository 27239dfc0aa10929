using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Gemini;

/// <summary>Every real exchange: through the hub and back it says the same.</summary>
public sealed class GeminiRecordingsTests
{
    public static TheoryData<string> Requests => GeminiSamples.Requests();

    public static TheoryData<string> Wholes => GeminiSamples.Answers(streamed: false);

    public static TheoryData<string> Streams => GeminiSamples.Answers(streamed: true);

    [Theory]
    [MemberData(nameof(Requests))]
    public void Request_read_and_written_is_the_same(string file)
    {
        var body = GeminiSamples.LoadRequest(file);
        var losses = new LossLog();
        var written = GeminiSamples.Write(GeminiCodec.Instance.ReadRequest(body, new ChatCall("m", true)), losses);
        Same(GeminiNormal.Request(GeminiSamples.Json(body)), GeminiNormal.Request(GeminiSamples.Json(written)));
        Assert.Empty(losses.Losses);
    }

    [Theory]
    [MemberData(nameof(Wholes))]
    public void Answer_read_and_written_is_the_same(string id)
    {
        var recording = GeminiSamples.Load(id);
        var answer = GeminiCodec.Instance.ReadAnswer(recording.Body);
        var written = GeminiSamples.Json(GeminiSamples.Write(answer));
        Same(GeminiNormal.Answer(GeminiSamples.Json(recording.Body)), GeminiNormal.Answer(written));
        Assert.Equal(UsageOracle.Expected(recording), answer.Usage);
        Assert.Equal(answer.Usage is { } usage ? usage with { WebSearches = 0 } : null, Usage(written));
    }

    [Theory]
    [MemberData(nameof(Wholes))]
    public void Answer_told_as_a_stream_reads_as_the_same(string id)
    {
        var answer = GeminiCodec.Instance.ReadAnswer(GeminiSamples.Load(id).Body);
        var accumulator = new AnswerAccumulator();
        AnswerReplay.Replay(answer, new StreamGrammar(accumulator));
        Rewritten(accumulator.ToAnswer());
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_says_what_its_events_say_however_it_is_cut(string id)
    {
        var recording = GeminiSamples.Load(id);
        var whole = GeminiSamples.Stream(recording.Body, () => int.MaxValue);
        Assert.Null(whole.Error);
        var answer = whole.ToAnswer();
        Oracle(recording, answer);
        var random = new Random(11);
        var expected = GeminiSamples.Describe(answer);
        Assert.Equal(expected, GeminiSamples.Describe(GeminiSamples.Stream(recording.Body, () => 1).ToAnswer()));
        for (int round = 0; round < 6; round++)
        {
            Assert.Equal(expected, GeminiSamples.Describe(GeminiSamples.Stream(recording.Body, () => random.Next(1, 1 << random.Next(1, 12))).ToAnswer()));
        }

        for (int cut = 1; recording.Body.Length < 4_000 && cut < recording.Body.Length; cut++)
        {
            int next = cut;
            Assert.Equal(expected, GeminiSamples.Describe(GeminiSamples.Stream(recording.Body, () => (next, next = int.MaxValue).Item1).ToAnswer()));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_as_an_array_says_the_same(string id)
    {
        var recording = GeminiSamples.Load(id);
        var array = new JsonArray([.. UsageOracle.Documents(recording).Select(document => JsonNode.Parse(document.GetRawText()))]);
        var bytes = Encoding.UTF8.GetBytes(array.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        Assert.Equal(
            GeminiSamples.Describe(GeminiSamples.Stream(recording.Body, () => int.MaxValue).ToAnswer()),
            GeminiSamples.Describe(GeminiSamples.Stream(bytes, () => 7).ToAnswer()));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_read_and_written_reads_as_the_same(string id) =>
        Rewritten(GeminiSamples.Stream(GeminiSamples.Load(id).Body, () => int.MaxValue).ToAnswer());

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_cut_off_before_its_reason_fails_and_keeps_the_grammar(string id)
    {
        var body = GeminiSamples.Load(id).Body;
        int reason = Encoding.UTF8.GetString(body).LastIndexOf("\"finishReason\"", StringComparison.Ordinal);
        if (reason < 0) return;
        reason = Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(body)[..reason]);
        var cut = GeminiSamples.Stream(body[..reason], () => 50);
        Assert.False(cut.Complete);
        Assert.Equal(ErrorKind.BadUpstream, cut.Error?.Kind);
    }

    private static void Rewritten(ChatAnswer answer)
    {
        if (answer.Model.Length == 0) answer = answer with { Model = "asked" };
        foreach (bool asArray in (bool[])[false, true])
        {
            var again = GeminiSamples.Stream(GeminiSamples.WriteStream(answer, asArray), () => 13);
            Assert.Null(again.Error);
            Assert.Equal(GeminiSamples.Describe(answer), GeminiSamples.Describe(again.ToAnswer()));
        }
    }

    private static void Oracle(Recording recording, ChatAnswer answer)
    {
        string text = "", thoughts = "", stop = "";
        var calls = new List<string>();
        foreach (var document in UsageOracle.Documents(recording))
        {
            if (document.TryGetProperty("promptFeedback", out var feedback) && feedback.TryGetProperty("blockReason", out _)) stop = "blocked";
            if (!document.TryGetProperty("candidates", out var candidates)) continue;
            var candidate = candidates[0];
            if (candidate.TryGetProperty("finishReason", out var reason)) stop = reason.GetString()!;
            if (!candidate.TryGetProperty("content", out var content) || !content.TryGetProperty("parts", out var parts)) continue;
            foreach (var part in parts.EnumerateArray())
            {
                if (part.TryGetProperty("functionCall", out var call)) calls.Add(call.GetProperty("name").GetString() + Compact(call.GetProperty("args")));
                if (!part.TryGetProperty("text", out var said)) continue;
                if (part.TryGetProperty("thought", out var thought) && thought.GetBoolean()) thoughts += said.GetString();
                else text += said.GetString();
            }
        }

        Assert.Equal(text, string.Concat(answer.Parts.OfType<TextPart>().Select(part => part.Text.ToString())));
        Assert.Equal(thoughts, string.Concat(answer.Parts.OfType<ReasoningPart>().Select(part => part.Text.ToString())));
        Assert.Equal(calls, answer.Parts.OfType<ToolCallPart>().Select(call => call.Name + Compact(JsonDocument.Parse(call.ArgumentsText.ToString()!).RootElement)));
        Assert.Equal(UsageOracle.Expected(recording), answer.Usage);
        var expected = stop switch
        {
            "STOP" => calls.Count > 0 ? StopReason.ToolCalls : StopReason.EndTurn,
            "MAX_TOKENS" => StopReason.MaxTokens,
            "SAFETY" or "PROHIBITED_CONTENT" => StopReason.Refusal,
            "blocked" => StopReason.PromptBlocked,
            "RECITATION" => StopReason.Recitation,
            "MALFORMED_FUNCTION_CALL" or "UNEXPECTED_TOOL_CALL" => StopReason.MalformedToolCall,
            _ => StopReason.Other,
        };
        Assert.Equal(expected, answer.StopReason);
    }

    private static string Compact(JsonElement value) => JsonSerializer.Serialize(value);

    private static Usage? Usage(JsonNode written) =>
        written["usageMetadata"] is null ? null : GeminiCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes(written.ToJsonString())).Usage is { } usage ? usage with { WebSearches = 0 } : null;

    private static void Same(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\nactual   {actual.ToJsonString()}");
}
