using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Messages;

public sealed class MessagesRecordedTests
{
    [Theory]
    [MemberData(nameof(MessagesSamples.Requests), MemberType = typeof(MessagesSamples))]
    public void A_request_read_and_written_says_the_same(string name)
    {
        Assert.SkipWhen(name.Length == 0, MessagesSamples.Absent);
        var body = MessagesSamples.Request(name)!;
        var losses = new LossLog();

        var written = MessagesWire.Write(MessagesCodec.Instance.ReadRequest(body, MessagesSamples.Call), losses);

        Equal(MessagesForms.Request(body), MessagesForms.Request(written));
        Assert.True(losses.IsEmpty, losses.ToString());
    }

    [Theory]
    [MemberData(nameof(MessagesSamples.Answers), MemberType = typeof(MessagesSamples))]
    public void An_answer_read_and_written_says_the_same(string name)
    {
        Assert.SkipWhen(name.Length == 0, MessagesSamples.Absent);
        var recording = MessagesSamples.Answer(name);
        var losses = new LossLog();

        var answer = MessagesCodec.Instance.ReadAnswer(recording.Body);
        var written = MessagesWire.Write(answer, losses);

        Equal(MessagesForms.Answer(recording.Body), MessagesForms.Answer(written));
        Assert.Equal(UsageOracle.Expected(recording), answer.Usage);
        Assert.Equal(answer.Usage, MessagesCodec.Instance.ReadAnswer(written).Usage);
        Assert.True(losses.IsEmpty, losses.ToString());
    }

    [Theory]
    [MemberData(nameof(MessagesSamples.Streams), MemberType = typeof(MessagesSamples))]
    public void A_stream_says_what_its_events_say_however_it_is_cut(string name)
    {
        Assert.SkipWhen(name.Length == 0, MessagesSamples.Absent);
        var recording = MessagesSamples.Answer(name);
        var bytes = MessagesSamples.Stream(recording);

        var expected = MessagesStreamOracle.Describe(UsageOracle.Documents(recording));
        var whole = MessagesWire.Read(bytes);

        if (whole.Error is { } error)
        {
            Assert.Equal("Overloaded", error.Message);
            Assert.Equal(ErrorKind.Overloaded, error.Kind);
            return;
        }

        Assert.True(whole.Complete);
        Assert.Equal(expected, MessagesWire.Describe(whole.ToAnswer()));
        Assert.Equal(UsageOracle.Expected(recording), whole.ToAnswer().Usage);
        Assert.Equal(expected, MessagesWire.Describe(MessagesWire.Read(bytes, 1).ToAnswer()));
        var random = new Random(bytes.Length);
        for (int i = 0; i < 5; i++)
        {
            int[] pieces = [.. Enumerable.Range(0, 17).Select(_ => random.Next(1, 400))];
            Assert.Equal(expected, MessagesWire.Describe(MessagesWire.Read(bytes, pieces).ToAnswer()));
        }
    }

    [Theory]
    [MemberData(nameof(MessagesSamples.Streams), MemberType = typeof(MessagesSamples))]
    public void An_answer_told_as_a_stream_is_read_as_itself(string name)
    {
        Assert.SkipWhen(name.Length == 0, MessagesSamples.Absent);
        var read = MessagesWire.Read(MessagesSamples.Stream(MessagesSamples.Answer(name)));
        if (read.Error is not null) return;
        var answer = read.ToAnswer();

        var written = MessagesWire.Stream(sink => AnswerReplay.Replay(answer, sink));

        Assert.Equal(MessagesWire.Describe(answer), MessagesWire.Describe(MessagesWire.Read(written).ToAnswer()));
        Assert.Equal(written, MessagesWire.Stream(sink => AnswerReplay.Replay(answer, sink)));
    }

    [Theory]
    [MemberData(nameof(MessagesSamples.Streams), MemberType = typeof(MessagesSamples))]
    public void A_stream_cut_off_anywhere_ends_once(string name)
    {
        Assert.SkipWhen(name.Length == 0, MessagesSamples.Absent);
        var bytes = MessagesSamples.Stream(MessagesSamples.Answer(name));
        for (int end = 0; end < bytes.Length; end += Math.Max(1, bytes.Length / 150))
        {
            var read = MessagesWire.Read(bytes.AsSpan(0, end));
            bool isSaid = Encoding.UTF8.GetString(bytes, 0, end).Contains("\"stop_reason\":\"", StringComparison.Ordinal);
            if (!isSaid) Assert.NotNull(read.Error);
        }
    }

    private static void Equal(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), expected.ToJsonString(Readable) + "\n" + actual.ToJsonString(Readable));

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
}
