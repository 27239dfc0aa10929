using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gantry.Protocols.Framing;
using Gantry.Protocols.InvokeModel;
using Xunit;

namespace Gantry.Protocols.Tests.InvokeModel;

public sealed partial class InvokeModelEventsTests
{
    private const string Start = """{"type":"message_start","message":{"id":"msg_bdrk_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}}""";
    private const string Text = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";
    private const string Delta = """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}""";
    private const string Metrics = "\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":70,\"outputTokenCount\":90,\"cacheReadInputTokenCount\":5,\"invocationLatency\":1}";
    private const string Stop = "{\"type\":\"message_stop\"," + Metrics + "}";

    [Fact]
    public void Frames_become_the_events_that_they_wrap_without_bedrocks_own_counts()
    {
        Assert.Equal(
            $"event: message_start\ndata: {Start}\n\nevent: content_block_start\ndata: {Text}\n\nevent: message_delta\ndata: {Delta}\n\nevent: message_stop\ndata: {{\"type\":\"message_stop\"}}\n\n",
            Read(Chunks(Start, Text, Delta, Stop)));
    }

    [Fact]
    public void Stream_is_the_same_wherever_it_is_cut()
    {
        var bytes = Chunks(Start, Text, Delta, Stop);
        var whole = Read(bytes);
        for (var at = 0; at <= bytes.Length; at++)
        {
            Assert.Equal(whole, Read(bytes[..at], bytes[at..]));
        }

        Assert.Equal(whole, Read([.. bytes.Select(one => new[] { one })]));
    }

    [Theory]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", """{"input_tokens":70,"cache_read_input_tokens":5,"output_tokens":90}""")]
    [InlineData("""{"type":"message_delta","delta":{},"usage":{"output_tokens":9}}""", """{"input_tokens":70,"cache_read_input_tokens":5,"output_tokens":9}""")]
    public void Counts_of_bedrock_stand_in_where_the_answer_has_none_of_its_own(string delta, string usage)
    {
        var start = Start.Replace(",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}", "", StringComparison.Ordinal);
        var events = Events(Read(Chunks(start, Text, delta, Stop)));

        Assert.Equal(["message_start", "content_block_start", "message_delta", "message_stop"], events.Select(e => e.Name));
        Assert.Equal(usage, events[2].Data["usage"]!.ToJsonString());
        Assert.Single(events[3].Data.AsObject());
    }

    [Fact]
    public void Reason_that_was_held_back_comes_when_nothing_follows_it()
    {
        const string Bare = """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""";

        Assert.EndsWith($"data: {Bare}\n\n", Read(Chunks(Start, Bare)), StringComparison.Ordinal);
        Assert.EndsWith("event: ping\ndata: {\"type\":\"ping\"}\n\n", Read(Chunks(Start, Bare, """{"type":"ping"}""")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "303")]
    public void Opening_with_nothing_in_it_is_made_up_for()
    {
        var events = Events(Read(Chunks("""{"type":"message_start","message":null}""", """{"type":"ping"}""", Text, Delta, Stop)));

        Assert.Equal(["ping", "message_start", "content_block_start", "message_delta", "message_stop"], events.Select(e => e.Name));
        Assert.Equal("msg_bdrk_id", (string?)events[1].Data["message"]!["id"]);
        Assert.Equal("""{"input_tokens":70,"cache_read_input_tokens":5,"output_tokens":9}""", events[3].Data["usage"]!.ToJsonString());
        Assert.Equal(
            ["message_start", "content_block_start"],
            Events(Read(Chunks("""{"type":"message_start","message":null}""", Start, Text))).Select(e => e.Name));
    }

    [Theory]
    [InlineData("throttlingException", "rate_limit_error")]
    [InlineData("modelNotReadyException", "overloaded_error")]
    [InlineData("serviceUnavailableException", "overloaded_error")]
    [InlineData("modelTimeoutException", "timeout_error")]
    [InlineData("validationException", "invalid_request_error")]
    [InlineData("modelStreamErrorException", "api_error")]
    [InlineData("internalServerException", "api_error")]
    public void Exception_in_the_stream_ends_it_as_an_error_of_its_class(string exception, string type)
    {
        var frames = new ArrayBufferWriter<byte>();
        AwsEventStreamWriter.WriteException(frames, Encoding.ASCII.GetBytes(exception), """{"message":"It went wrong."}"""u8);
        var events = Events(Read([.. Chunks(Start, Text), .. frames.WrittenSpan, .. Chunks(Delta)]));

        Assert.Equal(["message_start", "content_block_start", "error"], events.Select(e => e.Name));
        Assert.Equal(type, (string?)events[2].Data["error"]!["type"]);
        Assert.Equal("It went wrong.", (string?)events[2].Data["error"]!["message"]);
    }

    [Fact]
    public void Damage_anywhere_is_an_error_and_never_an_event()
    {
        var good = Chunks(Start);
        var bytes = Chunks(Text);
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x10;
            var events = Events(Read([.. good, .. damaged, .. Chunks(Delta, Stop)]));
            // A frame that claims to be longer than it is waits for bytes that never come.
            Assert.True(events.Count is 1 or 2, $"{events.Count} events with byte {at} damaged");
            Assert.All(events.Skip(1), e => Assert.Equal("error", e.Name));
        }
    }

    [Theory]
    [InlineData("{\"bytes\":\"***\"}")]
    [InlineData("{\"bytes\":\"bm90IGpzb24=\"}")]
    [InlineData("{\"bytes\":4}")]
    [InlineData("{\"bytes\":")]
    public void Chunk_that_holds_no_event_is_an_error(string payload)
    {
        var events = Events(Read(Frame(payload)));

        Assert.Equal("error", Assert.Single(events).Name);
        Assert.Equal("api_error", (string?)events[0].Data["error"]!["type"]);
    }

    [Fact]
    public void Frame_of_another_kind_is_passed_over() => Assert.Equal("", Read(Frame("""{"trace":{}}""")));

    [Fact]
    public void Line_breaks_between_tokens_do_not_tear_an_event() =>
        Assert.Equal("event: ping\ndata: { \"type\":  \"ping\" }\n\n", Read(Chunks("{\n\"type\": \r\"ping\"\n}")));

    [Fact]
    public void Recorded_streams_hold_the_events_of_their_frames()
    {
        var files = Directory.GetFiles(Recordings(), "invoke-bedrock-stream-*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var response = JsonNode.Parse(File.ReadAllText(file))!["response"]!;
            var bytes = Convert.FromBase64String((string)response["body_base64"]!);
            var wrapped = Wrapped().Matches(Encoding.Latin1.GetString(bytes)).Select(match => JsonNode.Parse(Convert.FromBase64String(match.Groups[1].Value))!).ToList();
            foreach (var one in wrapped) one.AsObject().Remove("amazon-bedrock-invocationMetrics");
            var whole = Read(bytes);
            var events = Events(whole);

            Assert.Equal(wrapped.Select(one => one.ToJsonString()), events.Select(e => e.Data.ToJsonString()));
            Assert.Equal(wrapped.Select(one => (string?)one["type"]), events.Select(e => e.Name));
            for (var at = 0; at < bytes.Length; at += 37) Assert.Equal(whole, Read(bytes[..at], bytes[at..]));
        }
    }

    private static byte[] Chunks(params string[] events) =>
        [.. events.SelectMany(json => Frame($"{{\"bytes\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}\",\"p\":\"abc\"}}"))];

    private static byte[] Frame(string payload)
    {
        var frames = new ArrayBufferWriter<byte>();
        AwsEventStreamWriter.WriteEvent(frames, "chunk"u8, Encoding.UTF8.GetBytes(payload));
        return frames.WrittenSpan.ToArray();
    }

    private static string Read(params byte[][] pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var events = new InvokeModelEvents(output, "id");
        foreach (var piece in pieces) events.Append(piece);
        events.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static List<(string Name, JsonNode Data)> Events(string stream) =>
        [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('\n')).Select(lines => (lines[0]["event: ".Length..], JsonNode.Parse(lines[1]["data: ".Length..])!))];

    private static string Recordings()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Gantry.slnx"))) root = root.Parent;
        string?[] places = [root is null ? null : Path.Combine(root.FullName, "..", "shared"), Environment.GetEnvironmentVariable("GANTRY_SHARED")];
        var found = places.OfType<string>().Select(place => Path.Combine(place, "recordings")).FirstOrDefault(Directory.Exists);
        if (found is null) Assert.Skip("The shared recordings are not here: put them beside the project or name their folder in GANTRY_SHARED.");
        return found!;
    }

    [GeneratedRegex("\"bytes\":\"([A-Za-z0-9+/=]*)\"")]
    private static partial Regex Wrapped();
}
