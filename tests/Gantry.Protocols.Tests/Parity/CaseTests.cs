using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Parity;

/// <summary>Irregular streams of Chat and Gemini, as clients of other dialects see them.</summary>
public sealed class CaseTests
{
    [Theory]
    [Trait("Case", "29")]
    [Trait("Case", "31")]
    [InlineData("""data: {"id":"","model":"","choices":[],"prompt_filter_results":[{}]}""")]
    [InlineData("""data: {"id":"","model":"","choices":null,"usage":null}""")]
    public void Chunk_without_choices_says_nothing(string first)
    {
        var answer = Seam.Read(Protocol.Chat, first + "\n\n" + Seam.Chat("""{"content":"a"}""") + Seam.ChatEnd() + "data: [DONE]\n\n");
        Assert.Equal(("chatcmpl-1", "m", "a"), (answer.Id, answer.Model, Text(answer)));
    }

    [Fact]
    [Trait("Case", "13")]
    public void End_without_its_blank_line_counts()
    {
        var answer = Seam.Read(Protocol.Chat, (Seam.Chat("""{"content":"a"}""") + Seam.ChatEnd()).TrimEnd());
        Assert.Null(answer.Error);
        Assert.Equal(("a", StopReason.EndTurn), (Text(answer), answer.StopReason));
    }

    [Fact]
    [Trait("Case", "14")]
    public void Nothing_counts_behind_done()
    {
        string stream = Seam.Through(Protocol.Chat, Seam.Chat("""{"content":"a"}""") + Seam.ChatEnd() + "data: [DONE]\n\n" + Seam.Chat("""{"content":"b"}"""), Protocol.Chat);
        Assert.Equal("a", Text(Seam.Read(Protocol.Chat, stream)));
        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "11")]
    [Trait("Case", "149")]
    public void Gemini_client_gets_data_alone_and_a_reason_last()
    {
        string stream = Seam.Through(Protocol.Chat, Seam.Chat("""{"content":"a"}""") + Seam.ChatEnd() + "data: [DONE]\n\n", Protocol.Gemini);
        string[] blocks = stream.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(blocks, block => Assert.StartsWith("data: {", block, StringComparison.Ordinal));
        Assert.Equal("STOP", Seam.Events(stream)[^1]["candidates"]![0]!["finishReason"]!.ToString());
    }

    [Fact]
    [Trait("Case", "33")]
    public void Null_is_no_count_and_the_last_count_stands()
    {
        string upstream = Seam.ChatChunk("""[{"index":0,"delta":{"content":"a"},"finish_reason":null}]""", ",\"usage\":null")
            + Seam.ChatChunk("""[{"index":0,"delta":{},"finish_reason":"stop"}]""", ",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}") + "data: [DONE]\n\n";
        Assert.Equal((7L, 2L), (Seam.Read(Protocol.Chat, upstream).Usage!.Value.TotalInput, Seam.Read(Protocol.Chat, upstream).Usage!.Value.TotalOutput));
    }

    [Fact]
    [Trait("Case", "35")]
    public void Empty_reason_ends_nothing()
    {
        var answer = Seam.Read(Protocol.Chat, Seam.ChatChunk("""[{"index":0,"delta":{"content":"a"},"finish_reason":""}]""") + Seam.Chat("""{"content":"b"}""") + Seam.ChatEnd("length"));
        Assert.Equal(("ab", StopReason.MaxTokens), (Text(answer), answer.StopReason));
    }

    [Fact]
    [Trait("Case", "37")]
    [Trait("Case", "67")]
    public void Done_without_a_reason_is_an_end()
    {
        string upstream = Seam.Chat("""{"content":"a"}""") + "data: [DONE]\n\n";
        Assert.Equal("response.completed", Seam.Events(Seam.Through(Protocol.Chat, upstream, Protocol.Responses))[^1]["type"]!.ToString());
        Assert.Equal("end_turn", Seam.Events(Seam.Through(Protocol.Chat, upstream, Protocol.Messages))[^2]["delta"]!["stop_reason"]!.ToString());
    }

    [Fact]
    [Trait("Case", "38")]
    public void Calls_of_one_index_are_three_blocks()
    {
        string upstream = Seam.Chat([.. "abc".Select(id => $$$"""{"tool_calls":[{"index":0,"id":"{{{id}}}","function":{"name":"f","arguments":"{}"}}]}""")]) + Seam.ChatEnd("tool_calls");
        var events = Seam.Events(Seam.Through(Protocol.Chat, upstream, Protocol.Messages));
        Assert.Equal(["a", "b", "c"], events.Where(step => step["type"]!.ToString() == "content_block_start").Select(step => step["content_block"]!["id"]!.ToString()));
    }

    [Theory]
    [Trait("Case", "51")]
    [Trait("Case", "52")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}""", "stop", "tool_use")]
    [InlineData("""{"content":"x","tool_calls":[]}""", "tool_calls", "end_turn")]
    public void Calls_decide_the_reason(string delta, string reason, string expected)
    {
        var events = Seam.Events(Seam.Through(Protocol.Chat, Seam.Chat(delta) + Seam.ChatEnd(reason) + "data: [DONE]\n\n", Protocol.Messages));
        Assert.Equal(expected, events[^2]["delta"]!["stop_reason"]!.ToString());
    }

    [Fact]
    [Trait("Case", "46")]
    public void Text_and_call_of_one_delta_are_two_blocks()
    {
        string upstream = Seam.Chat("""{"content":"first:","tool_calls":[{"index":0,"id":"a","function":{"name":"Bash","arguments":""}}]}""") + Seam.ChatEnd("tool_calls");
        var events = Seam.Events(Seam.Through(Protocol.Chat, upstream, Protocol.Messages));
        Assert.Equal(["text", "tool_use"], events.Where(step => step["type"]!.ToString() == "content_block_start").Select(step => step["content_block"]!["type"]!.ToString()));
    }

    [Fact]
    [Trait("Case", "43")]
    public void Name_behind_the_first_arguments_is_waited_for()
    {
        string upstream = Seam.Chat(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":null,"arguments":""}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}}]}""",
            """{"tool_calls":[{"index":0,"function":{"name":"Read","arguments":"1}"}}]}""") + Seam.ChatEnd("tool_calls");
        var call = Assert.IsType<ToolCallPart>(Assert.Single(Seam.Read(Protocol.Chat, upstream).Parts));
        Assert.Equal(("a", "Read", """{"x":1}"""), (call.Id, call.Name, call.ArgumentsText.ToString()));
    }

    [Fact]
    [Trait("Case", "45")]
    public void Call_without_an_id_gets_the_same_one_everywhere()
    {
        string upstream = Seam.Chat("""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{}"}}]}""") + Seam.ChatEnd("tool_calls");
        string first = Seam.Through(Protocol.Chat, upstream, Protocol.Responses);
        var events = Seam.Events(first);
        string id = events.First(step => step["type"]!.ToString() == "response.output_item.added")["item"]!["call_id"]!.ToString();
        Assert.StartsWith("call_", id, StringComparison.Ordinal);
        Assert.Equal(id, events[^1]["response"]!["output"]![0]!["call_id"]!.ToString());
        Assert.Equal(first, Seam.Through(Protocol.Chat, upstream, Protocol.Responses));
    }

    [Fact]
    [Trait("Case", "49")]
    public void Call_without_arguments_has_an_empty_object()
    {
        string upstream = Seam.Events(
            """{"type":"message_start","message":{"id":"msg_1","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":2}}""",
            """{"type":"message_stop"}""");
        var call = Assert.IsType<ToolCallPart>(Assert.Single(Seam.Read(Protocol.Chat, Seam.Through(Protocol.Messages, upstream, Protocol.Chat)).Parts));
        Assert.Equal("{}", call.ArgumentsText.ToString());
    }

    [Fact]
    [Trait("Case", "58")]
    public void Error_in_a_chunk_fails_the_response()
    {
        string stream = Seam.Through(Protocol.Chat, """data: {"choices":[],"error":{"code":502,"message":"gone"}}""" + "\n\n", Protocol.Responses);
        var last = Seam.Events(stream)[^1];
        Assert.Equal(("response.failed", "gone"), (last["type"]!.ToString(), last["response"]!["error"]!["message"]!.ToString()));
    }

    [Fact]
    [Trait("Case", "95")]
    public void Met_limit_is_an_incomplete_response()
    {
        var last = Seam.Events(Seam.Through(Protocol.Chat, Seam.Chat("""{"content":"a"}""") + Seam.ChatEnd("length"), Protocol.Responses))[^1];
        Assert.Equal(("response.incomplete", "max_output_tokens"), (last["type"]!.ToString(), last["response"]!["incomplete_details"]!["reason"]!.ToString()));
    }

    [Fact]
    [Trait("Case", "97")]
    public void Thought_alone_is_complete_only_with_a_reason()
    {
        string thought = Seam.Chat("""{"reasoning_content":"hm"}""");
        Assert.Equal("response.failed", Seam.Events(Seam.Through(Protocol.Chat, thought, Protocol.Responses))[^1]["type"]!.ToString());
        var last = Seam.Events(Seam.Through(Protocol.Chat, thought + Seam.ChatEnd(), Protocol.Responses))[^1];
        Assert.Equal("reasoning", Assert.Single(last["response"]!["output"]!.AsArray())!["type"]!.ToString());
    }

    [Fact]
    [Trait("Case", "62")]
    [Trait("Case", "136")]
    [Trait("Case", "137")]
    public void Calls_of_gemini_in_chunks_of_their_own_are_numbered_through_and_end_the_turn()
    {
        string upstream = string.Concat("123".Select(n => $$$"""data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f{{{n}}}","args":{"a":{{{n}}} } } }]}}]}""" + "\r\n\r\n"))
            + """data: {"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP"}]}""" + "\r\n\r\n";
        string stream = Seam.Through(Protocol.Gemini, upstream, Protocol.Chat);
        var calls = Seam.Read(Protocol.Chat, stream).Parts.Cast<ToolCallPart>().ToList();
        Assert.Equal(["f1 {\"a\":1}", "f2 {\"a\":2}", "f3 {\"a\":3}"], calls.Select(call => $"{call.Name} {call.ArgumentsText}"));
        Assert.Contains("\"index\":2,\"id\"", stream, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"tool_calls\"", stream, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "64")]
    public void Messages_always_count()
    {
        string upstream = """data: {"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]}""" + "\r\n\r\n";
        var events = Seam.Events(Seam.Through(Protocol.Gemini, upstream, Protocol.Messages));
        Assert.NotNull(events[0]["message"]!["usage"]!["input_tokens"]);
        Assert.NotNull(events[^2]["usage"]!["output_tokens"]);
    }

    [Fact]
    [Trait("Case", "131")]
    public void Text_of_null_is_empty()
    {
        var answer = Seam.Codec(Protocol.Responses).ReadAnswer(
            """{"id":"r","model":"m","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":null}]}]}"""u8.ToArray());
        Assert.True(Assert.IsType<TextPart>(Assert.Single(answer.Parts)).Text.IsEmpty);
    }

    private static string Text(ChatAnswer answer) => string.Concat(answer.Parts.OfType<TextPart>().Select(text => text.Text));
}
