using System.Text.Json.Nodes;
using Gantry.Protocols.Converse;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Converse;

public sealed class ConverseRecordedTests
{
    [Theory]
    [MemberData(nameof(ConverseSamples.Requests), MemberType = typeof(ConverseSamples))]
    public void A_request_read_and_written_says_the_same(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        var body = ConverseSamples.Request(name)!;
        var losses = new LossLog();

        var request = ConverseCodec.Instance.ReadRequest(body, ConverseSamples.Call);
        var written = ConverseWire.Write(request, losses);

        Assert.Equal(("claude", true), (request.Model, request.Stream));
        Equal(ConverseForms.Request(body), ConverseForms.Request(written));
        Assert.True(losses.IsEmpty, losses.ToString());
        Assert.Equal(written, ConverseWire.Write(ConverseCodec.Instance.ReadRequest(written, ConverseSamples.Call), losses));
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Answers), MemberType = typeof(ConverseSamples))]
    public void An_answer_read_and_written_says_the_same(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        var recording = ConverseSamples.Answer(name);
        var losses = new LossLog();

        var answer = ConverseCodec.Instance.ReadAnswer(recording.Body);
        var written = ConverseWire.Write(answer, losses);

        Equal(ConverseForms.Answer(recording.Body), ConverseForms.Answer(written));
        Assert.Equal(UsageOracle.Expected(recording), answer.Usage);
        Assert.Equal(answer.Usage, ConverseCodec.Instance.ReadAnswer(written).Usage);
        Assert.Equal(Total(recording.Body), Total(written));
        Assert.True(losses.IsEmpty, losses.ToString());
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Refusals), MemberType = typeof(ConverseSamples))]
    public void An_error_is_no_answer(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);

        Assert.Equal("output", Assert.Throws<ProtocolException>(() => ConverseCodec.Instance.ReadAnswer(ConverseSamples.Answer(name).Body)).Path);
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Streams), MemberType = typeof(ConverseSamples))]
    public void A_stream_says_what_its_frames_say_however_it_is_cut(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        var recording = ConverseSamples.Answer(name);
        var bytes = recording.Body;

        string expected = ConverseStreamOracle.Describe(UsageOracle.Documents(recording), UsageOracle.Expected(recording));
        var whole = ConverseWire.Read(bytes);

        Assert.True(whole.Complete);
        Assert.Equal(expected, ConverseWire.Describe(whole.ToAnswer()));
        Assert.Equal(expected, ConverseWire.Describe(ConverseWire.Read(bytes, 1).ToAnswer()));
        if (bytes.Length < 3000)
        {
            for (int cut = 1; cut < bytes.Length; cut++) Assert.Equal(expected, ConverseWire.Describe(ConverseWire.Read(bytes, cut, bytes.Length).ToAnswer()));
        }

        var random = new Random(bytes.Length);
        for (int i = 0; i < 10; i++)
        {
            int[] pieces = [.. Enumerable.Range(0, 17).Select(_ => random.Next(1, 400))];
            Assert.Equal(expected, ConverseWire.Describe(ConverseWire.Read(bytes, pieces).ToAnswer()));
        }
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Streams), MemberType = typeof(ConverseSamples))]
    public void An_answer_told_as_a_stream_is_read_as_itself(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        var answer = ConverseWire.Read(ConverseSamples.Answer(name).Body).ToAnswer();

        var written = ConverseWire.Stream(sink => AnswerReplay.Replay(answer, sink));

        Assert.Equal(ConverseWire.Describe(answer), ConverseWire.Describe(ConverseWire.Read(written).ToAnswer()));
        Assert.Equal(written, ConverseWire.Stream(sink => AnswerReplay.Replay(answer, sink)));
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Answers), MemberType = typeof(ConverseSamples))]
    public void A_whole_answer_told_as_a_stream_keeps_its_words_calls_and_counts(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        var answer = ConverseCodec.Instance.ReadAnswer(ConverseSamples.Answer(name).Body);
        var told = answer with { Parts = [.. answer.Parts.Where(part => part is not ForeignPart)] };

        var read = ConverseWire.Read(ConverseWire.Stream(sink => AnswerReplay.Replay(answer, sink))).ToAnswer();

        Assert.Equal(ConverseWire.Describe(told), ConverseWire.Describe(read));
    }

    [Theory]
    [MemberData(nameof(ConverseSamples.Streams), MemberType = typeof(ConverseSamples))]
    public void A_stream_cut_off_anywhere_ends_once(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConverseSamples.Absent);
        var bytes = ConverseSamples.Answer(name).Body;
        int stop = bytes.AsSpan().IndexOf("\"stopReason\""u8);
        for (int end = 0; end < bytes.Length; end += Math.Max(1, bytes.Length / 150))
        {
            var read = ConverseWire.Read(bytes.AsSpan(0, end));
            if (end < stop) Assert.NotNull(read.Error);
        }
    }

    private static long Total(byte[] body) => JsonNode.Parse(body)!["usage"]!["totalTokens"]!.GetValue<long>();

    private static void Equal(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), expected.ToJsonString() + "\n" + actual.ToJsonString());
}
