using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Parity;

/// <summary>Streams of one dialect told in another, whole message against whole message.</summary>
public sealed class FixtureTests
{
    private static readonly string Calls = Seam.Chat(
        """{"role":"assistant","content":""}""",
        """{"content":"Looking"}""",
        """{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"Read","arguments":""}}]}""",
        """{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"Glob","arguments":""}}]}""",
        """{"tool_calls":[{"index":0,"function":{"arguments":"{\"p\":"}}]}""",
        """{"tool_calls":[{"index":1,"function":{"arguments":"{\"g\":\"*.cs\"}"}}]}""",
        """{"tool_calls":[{"index":0,"function":{"arguments":"\"a.cs\"}"}}]}""")
        + Seam.ChatEnd("tool_calls")
        + Seam.ChatUsage("""{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_tokens_details":{"cached_tokens":80}}""")
        + "data: [DONE]\n\n";

    [Fact]
    [Trait("Case", "28")]
    [Trait("Case", "34")]
    [Trait("Case", "39")]
    [Trait("Case", "53")]
    public void Interleaved_calls_of_chat_are_one_block_after_the_other_in_messages()
    {
        string[] expected =
        [
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Looking"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"call_a","name":"Read","input":{},"caller":{"type":"direct"}}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"p\":"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\"a.cs\"}"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"call_b","name":"Glob","input":{},"caller":{"type":"direct"}}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"g\":\"*.cs\"}"}}""",
            """{"type":"content_block_stop","index":2}""",
        ];

        var events = Seam.Events(Seam.Through(Protocol.Chat, Calls, Protocol.Messages));

        Assert.Equal("message_start", events[0]["type"]!.ToString());
        Same(expected, events[1..^2]);
        Same(["""{"type":"message_stop"}"""], events[^1..]);
        var delta = events[^2];
        Assert.Equal("""{"stop_reason":"tool_use","stop_sequence":null}""", delta["delta"]!.ToJsonString());
        Assert.Equal((20, 80, 0, 20), Usage(delta["usage"]!, "input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens"));
    }

    [Fact]
    [Trait("Case", "91")]
    [Trait("Case", "93")]
    [Trait("Case", "94")]
    [Trait("Case", "98")]
    public void Interleaved_calls_of_chat_are_items_side_by_side_in_responses()
    {
        string[] expected =
        [
            "response.created", "response.in_progress", "response.output_item.added 0", "response.content_part.added 0", "response.output_text.delta 0",
            "response.output_text.done 0", "response.content_part.done 0", "response.output_item.done 0", "response.output_item.added 1",
            "response.function_call_arguments.delta 1", "response.output_item.added 2", "response.function_call_arguments.delta 2",
            "response.function_call_arguments.delta 1", "response.function_call_arguments.done 1", "response.output_item.done 1",
            "response.function_call_arguments.done 2", "response.output_item.done 2", "response.completed",
        ];

        string stream = Seam.Through(Protocol.Chat, Calls, Protocol.Responses);
        var events = Seam.Events(stream);

        Assert.Equal(expected, events.Select(step => $"{step["type"]} {step["output_index"]}".TrimEnd()));
        Assert.Equal(Enumerable.Range(0, expected.Length), events.Select(step => (int)step["sequence_number"]!));
        Assert.Equal("""{"type":"output_text","text":"Looking","annotations":[],"logprobs":[]}""", events[6]["part"]!.ToJsonString());
        var output = events[^1]["response"]!["output"]!.AsArray();
        Assert.Equal(["message", "function_call", "function_call"], output.Select(item => item!["type"]!.ToString()));
        Assert.Equal("""{"p":"a.cs"}""", output[1]!["arguments"]!.ToString());
        Assert.Equal("""{"g":"*.cs"}""", output[2]!["arguments"]!.ToString());
        var usage = events[^1]["response"]!["usage"]!;
        Assert.Equal((100, 20, 120), ((int)usage["input_tokens"]!, (int)usage["output_tokens"]!, (int)usage["total_tokens"]!));
        Assert.Equal((80, 0), ((int)usage["input_tokens_details"]!["cached_tokens"]!, (int)usage["output_tokens_details"]!["reasoning_tokens"]!));
        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "47")]
    [Trait("Case", "69")]
    public void Item_of_two_summaries_is_one_thought_and_arguments_may_come_at_the_end()
    {
        string upstream = Seam.Events(
            """{"type":"response.created","response":{"id":"resp_1","model":"m","status":"in_progress"}}""",
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}""",
            """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"A"}""",
            """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":1,"delta":"B"}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"A"},{"type":"summary_text","text":"B"}]}}""",
            """{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","id":"fc_1","call_id":"call_9","name":"Bash","arguments":""}}""",
            """{"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":1,"name":"Bash","arguments":"{\"command\":\"ls\"}"}""",
            """{"type":"response.output_item.done","output_index":1,"item":{"type":"function_call","id":"fc_1","call_id":"call_9","name":"Bash","arguments":"{\"command\":\"ls\"}","status":"completed"}}""",
            """{"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","output":[],"usage":{"input_tokens":30,"input_tokens_details":{"cached_tokens":0},"output_tokens":12,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":42}}}""");

        var events = Seam.Events(Seam.Through(Protocol.Responses, upstream, Protocol.Messages));

        Assert.Equal(
            ["thinking", "tool_use"],
            events.Where(step => step["type"]!.ToString() == "content_block_start").Select(step => step["content_block"]!["type"]!.ToString()));
        Assert.Equal("A\n\nB", string.Concat(events.Select(step => step["delta"]?["thinking"]?.ToString())));
        Assert.Equal(["""{"command":"ls"}"""], events.Select(step => step["delta"]?["partial_json"]?.ToString()).OfType<string>());
        Assert.Equal("tool_use", events[^2]["delta"]!["stop_reason"]!.ToString());
        Assert.Equal((30, 0, 0, 12), Usage(events[^2]["usage"]!, "input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens"));
    }

    [Theory]
    [InlineData(Protocol.Messages, """{"input_tokens":20,"cache_read_input_tokens":80,"cache_creation_input_tokens":10,"output_tokens":50}""")]
    [InlineData(Protocol.Chat, """{"prompt_tokens":110,"completion_tokens":50,"total_tokens":160,"prompt_tokens_details":{"cached_tokens":80,"cache_write_tokens":10}}""")]
    [InlineData(Protocol.Responses, """{"input_tokens":110,"input_tokens_details":{"cached_tokens":80,"cache_write_tokens":10},"output_tokens":50,"output_tokens_details":{"reasoning_tokens":30},"total_tokens":160}""")]
    [InlineData(Protocol.Gemini, """{"promptTokenCount":110,"cachedContentTokenCount":80,"candidatesTokenCount":20,"thoughtsTokenCount":30,"totalTokenCount":160}""")]
    [Trait("Case", "254")]
    [Trait("Case", "256")]
    public void One_count_has_four_shapes(Protocol client, string expected)
    {
        var usage = new Usage { UncachedInput = 20, CacheRead = 80, CacheWrite5m = 7, CacheWrite1h = 3, Output = 50, Reasoning = 30 };
        var answer = new ChatAnswer { Parts = [new TextPart(Gantry.Protocols.Json.JsonText.From("x"))], Usage = usage };
        var written = JsonNode.Parse(AnswerSamples.WriteWhole(Seam.Codec(client), answer, new LossLog()))!;
        var told = (written["usage"] ?? written["usageMetadata"])!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(expected)!.AsObject()) Contains(value!, told[name]!);
        if (client == Protocol.Messages)
        {
            Assert.Equal((7, 3), ((int)told["cache_creation"]!["ephemeral_5m_input_tokens"]!, (int)told["cache_creation"]!["ephemeral_1h_input_tokens"]!));
        }
    }

    [Fact]
    [Trait("Case", "68")]
    [Trait("Case", "101")]
    [Trait("Case", "154")]
    public void Failure_of_messages_in_the_middle_is_told_in_each_dialects_form()
    {
        string upstream = Seam.Events(
            """{"type":"message_start","message":{"id":"msg_1","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}""",
            """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""");

        string messages = Seam.Through(Protocol.Messages, upstream, Protocol.Messages), chat = Seam.Through(Protocol.Messages, upstream, Protocol.Chat);
        string responses = Seam.Through(Protocol.Messages, upstream, Protocol.Responses), gemini = Seam.Through(Protocol.Messages, upstream, Protocol.Gemini);

        Assert.Contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"", messages, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", messages, StringComparison.Ordinal);
        Assert.Equal("Overloaded", Seam.Events(chat)[^1]["error"]!["message"]!.ToString());
        Assert.DoesNotContain("[DONE]", chat, StringComparison.Ordinal);
        var failed = Seam.Events(responses)[^1];
        Assert.Equal(("response.failed", "failed"), (failed["type"]!.ToString(), failed["response"]!["status"]!.ToString()));
        Assert.StartsWith("Overloaded", failed["response"]!["error"]!["message"]!.ToString(), StringComparison.Ordinal);
        var error = Seam.Events(gemini)[^1]["error"]!;
        Assert.Equal((503, "UNAVAILABLE", "Overloaded"), ((int)error["code"]!, error["status"]!.ToString(), error["message"]!.ToString()));
        Assert.False(gemini.TrimEnd().Split('\n')[^1].StartsWith("data:", StringComparison.Ordinal));
    }

    private static void Same(IEnumerable<string> expected, IEnumerable<JsonNode> actual) => Assert.Equal(
        expected.Select(text => JsonNode.Parse(text)!.ToJsonString()),
        actual.Select(step => step.ToJsonString()));

    private static (int, int, int, int) Usage(JsonNode usage, string first, string second, string third, string fourth) =>
        ((int)usage[first]!, (int)usage[second]!, (int)usage[third]!, (int)usage[fourth]!);

    private static void Contains(JsonNode expected, JsonNode told)
    {
        if (expected is JsonObject inner)
        {
            foreach (var (name, value) in inner) Contains(value!, told[name]!);
            return;
        }

        Assert.Equal(expected.ToJsonString(), told.ToJsonString());
    }
}
