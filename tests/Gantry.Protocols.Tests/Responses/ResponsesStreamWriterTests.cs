using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Responses;
using Xunit;

namespace Gantry.Protocols.Tests.Responses;

public sealed class ResponsesStreamWriterTests
{
    private static readonly ChatAnswer Answer = new()
    {
        Model = "upstream",
        Parts =
        [
            new ReasoningPart(JsonText.From("Hm.")) { Seal = new ReasoningSeal(ReasoningSealKind.Encrypted, JsonText.From("sealed")) },
            new TextPart(JsonText.From("Hello")),
            new RefusalPart(JsonText.From("No")),
            new ToolCallPart("call_1", "look") { Namespace = "files", ArgumentsText = JsonText.From("") },
            new ToolCallPart("", "patch") { Kind = ToolKind.Custom, ArgumentsText = JsonText.From("raw\n") },
        ],
        StopReason = StopReason.ToolCalls,
        Usage = new Usage { UncachedInput = 3, CacheRead = 4, Output = 5, Reasoning = 2 },
    };

    [Fact]
    public void Every_kind_of_block_has_its_events()
    {
        string[] expected =
        [
            "created", "in_progress",
            "output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta", "reasoning_summary_text.done",
            "reasoning_summary_part.done", "output_item.done",
            "output_item.added", "content_part.added", "output_text.delta", "output_text.done", "content_part.done",
            "content_part.added", "refusal.delta", "refusal.done", "content_part.done", "output_item.done",
            "output_item.added", "function_call_arguments.done", "output_item.done",
            "output_item.added", "custom_tool_call_input.delta", "custom_tool_call_input.done", "output_item.done",
            "completed",
        ];
        var events = Events(ResponsesFeed.WriteStream(Answer));
        Assert.Equal(expected.Select(name => "response." + name), events.Select(e => e["type"]!.ToString()));
        Assert.Equal(["rs_r1_0", "msg_r1_1", "fc_r1_2", "ctc_r1_3"], Items(events).Select(item => item["id"]!.ToString()));
        Assert.Equal("{}", Items(events)[2]["arguments"]!.ToString());
        Assert.Equal("files", Items(events)[2]["namespace"]!.ToString());
        Assert.Equal("call_r1_3", Items(events)[3]["call_id"]!.ToString());
        Assert.Equal("sealed", Items(events)[0]["encrypted_content"]!.ToString());
        Assert.Equal("""{"type":"output_text","text":"Hello","annotations":[],"logprobs":[]}""", Items(events)[1]["content"]![0]!.ToJsonString());
    }

    [Fact]
    public void A_schema_with_line_breaks_does_not_break_the_event_that_echoes_it()
    {
        var request = new ChatRequest("m")
        {
            Tools = [new Tool("look") { Parameters = new JsonSlice("{\r\n  \"type\": \"object\"\n}"u8.ToArray()) }],
            OutputFormat = new OutputFormat(new JsonSlice("{\n  \"type\": \"object\"\n}"u8.ToArray())) { Name = "form" },
            Identity = new RequestIdentity { Metadata = new JsonSlice("{\n  \"a\": \"b\"\n}"u8.ToArray()) },
        };
        var first = Events(ResponsesFeed.WriteStream(Answer, request))[0]["response"]!;
        Assert.Equal("object", first["tools"]![0]!["parameters"]!["type"]!.ToString());
        Assert.Equal("object", first["text"]!["format"]!["schema"]!["type"]!.ToString());
        Assert.Equal("b", first["metadata"]!["a"]!.ToString());
    }

    [Fact]
    public void The_last_response_is_the_whole_answer()
    {
        var last = Events(ResponsesFeed.WriteStream(Answer))[^1]["response"]!;
        var whole = JsonNode.Parse(ResponsesFeed.WriteAnswer(Answer))!;
        Assert.Equal(whole["usage"]!.ToJsonString(), last["usage"]!.ToJsonString());
        Assert.Equal(
            """{"input_tokens":7,"input_tokens_details":{"cached_tokens":4},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":12}""",
            last["usage"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(whole, last), $"{whole.ToJsonString()}\n{last.ToJsonString()}");
    }

    [Fact]
    public void The_response_echoes_the_request()
    {
        var request = ResponsesCodec.Instance.ReadRequest(
            """
            {"model":"m","instructions":"Be brief.","input":"hi","tools":[{"type":"function","name":"f","parameters":{"type":"object"}}],
             "tool_choice":{"type":"function","name":"f"},"temperature":0.50,"metadata":{"a":"b"},"store":false,"previous_response_id":"resp_1",
             "reasoning":{"effort":"low","summary":"auto"},"truncation":"auto","max_output_tokens":9,"user":"u","parallel_tool_calls":false}
            """u8.ToArray(),
            default);
        foreach (var e in Events(ResponsesFeed.WriteStream(Answer, request)).Where(e => e["response"] is not null))
        {
            var response = e["response"]!.AsObject();
            Assert.Equal("m", response["model"]!.ToString());
            Assert.Equal("Be brief.", response["instructions"]!.ToString());
            Assert.Equal("0.50", response["temperature"]!.ToJsonString());
            Assert.Equal("""{"type":"function","name":"f"}""", response["tool_choice"]!.ToJsonString());
            Assert.Equal("""{"effort":"low","summary":"auto"}""", response["reasoning"]!.ToJsonString());
            Assert.Equal("resp_1", response["previous_response_id"]!.ToString());
            Assert.Equal("auto", response["truncation"]!.ToString());
            Assert.Equal("""{"format":{"type":"text"}}""", response["text"]!.ToJsonString());
            Assert.Equal(9, (int)response["max_output_tokens"]!);
            Assert.False((bool)response["parallel_tool_calls"]!);
            Assert.True(response.ContainsKey("top_p"));
            Assert.Single(response["tools"]!.AsArray());
        }
    }

    [Fact]
    public void A_failure_ends_the_stream_with_a_failed_response()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = ResponsesCodec.Instance.NewStreamWriter(ResponsesFeed.Context(), output, new LossLog());
        writer.Take(new StreamEvent { Kind = StreamEventKind.Started, Id = "x", Name = "y" });
        var error = new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "It broke.");
        writer.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = error });
        var last = Events(Encoding.UTF8.GetString(output.WrittenSpan))[^1];
        Assert.Equal("response.failed", last["type"]!.ToString());
        Assert.Equal(2, (int)last["sequence_number"]!);
        Assert.Equal("It broke.", last["response"]!["error"]!["message"]!.ToString());
        Assert.Equal("It broke.", ResponsesFeed.Read(output.WrittenSpan).Error!.Message);
    }

    [Fact]
    public void A_met_limit_is_an_incomplete_response()
    {
        var last = Events(ResponsesFeed.WriteStream(Answer with { StopReason = StopReason.MaxTokens }))[^1];
        Assert.Equal("response.incomplete", last["type"]!.ToString());
        Assert.Equal("max_output_tokens", last["response"]!["incomplete_details"]!["reason"]!.ToString());
    }

    private static List<JsonNode> Items(List<JsonNode> events) => [.. events[^1]["response"]!["output"]!.AsArray().Select(item => item!)];

    private static List<JsonNode> Events(string stream) => [.. stream.Split('\n')
        .Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];
}
