using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Chat;

public sealed class ChatStreamReaderTests
{
    [Fact]
    [Trait("Case", "38")]
    public void Calls_that_all_have_index_0_are_told_apart_by_id() => Assert.Equal(
        ["Function:a:one:{\"x\":1}", "Function:b:two:{}"],
        Parts("""{"index":0,"id":"a","function":{"name":"one","arguments":"{\"x\":"}}""", """{"index":0,"function":{"arguments":"1}"}}""",
            """{"index":0,"id":"b","function":{"name":"two","arguments":"{}"}}"""));

    [Fact]
    public void Name_behind_complete_arguments_begins_another_call() => Assert.Equal(
        ["Function::one:{\"x\":1}", "Function::two:{\"y\":2}"],
        Parts("""{"index":0,"function":{"name":"one","arguments":"{\"x\":1}"}}""", """{"index":0,"function":{"name":"two","arguments":"{\"y\":2}"}}"""));

    [Fact]
    public void Calls_without_index_go_by_id_or_by_order() => Assert.Equal(
        ["Function:a:one:{}", "Function::two:{\"y\":2}"],
        Parts("""{"id":"a","function":{"name":"one","arguments":"{}"}}""", """{"index":-1,"function":{"name":"two","arguments":"{\"y\""}}""",
            """{"function":{"arguments":":2}"}}"""));

    [Fact]
    [Trait("Case", "39")]
    [Trait("Case", "41")]
    public void Parallel_calls_grow_side_by_side() => Assert.Equal(
        ["Function:a:one:{\"x\":1}", "Function:b:two:{\"y\":2}"],
        Parts("""{"index":0,"id":"a","function":{"name":"one","arguments":""}},{"index":1,"id":"b","function":{"name":"two","arguments":""}}""",
            """{"index":0,"function":{"arguments":"{\"x\":"}},{"index":1,"function":{"arguments":"{\"y\":"}}""",
            """{"index":1,"function":{"arguments":"2}"}},{"index":0,"function":{"arguments":"1}"}}"""));

    [Fact]
    [Trait("Case", "44")]
    public void Name_may_come_late_in_pieces_or_never() => Assert.Equal(
        ["Function:a:get_time:{}", "Function:b:tool_1:{\"z\":1}"],
        Parts("""{"index":0,"id":"a","function":{"name":""}}""", """{"index":0,"function":{"name":"get_"}}""", """{"index":0,"function":{"name":"time"}}""",
            """{"index":0,"function":{"arguments":"{}"}}""", """{"index":1,"id":"b","function":{"arguments":"{\"z\":1}"}}"""));

    [Fact]
    public void Arguments_that_are_said_once_more_count_once() => Assert.Equal(
        ["Function:a:one:{\"x\":1}"],
        Parts("""{"index":0,"id":"a","function":{"name":"one","arguments":"{\"x\":"}}""", """{"index":0,"function":{"arguments":"1}"}}""",
            """{"index":0,"id":"a","function":{"name":"one","arguments":"{\"x\":1}"}}"""));

    [Fact]
    [Trait("Case", "50")]
    public void Arguments_given_as_a_value_become_text() =>
        Assert.Equal(["Function:a:one:{\"x\": [1]}"], Parts("""{"index":0,"id":"a","function":{"name":"one","arguments":{"x": [1]}}}"""));

    [Fact]
    public void Custom_call_and_seal_are_kept() => Assert.Equal(
        ["Custom:c:patch:*** Begin", "Function:g:one:{}sig"],
        Parts("""{"index":0,"id":"c","type":"custom","custom":{"name":"patch","input":"*** "}}""", """{"index":0,"custom":{"input":"Begin"}}""",
            """{"index":1,"id":"g","function":{"name":"one","arguments":"{}"},"extra_content":{"google":{"thought_signature":"sig"}}}"""));

    [Fact]
    [Trait("Case", "46")]
    public void Text_and_calls_of_one_delta_are_both_told_text_first()
    {
        var answer = ChatFeed.Chunks(ChatFeed.Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"one","arguments":"{}"}}],"content":"hi"}""", "\"stop\"")).ToAnswer();

        Assert.Equal("text:hi | Function:a:one:{} | ToolCalls | no usage", ChatFeed.Describe(answer));
    }

    [Fact]
    [Trait("Case", "55")]
    public void Legacy_call_refusal_and_thought_have_parts_of_their_own()
    {
        var answer = ChatFeed.Chunks(
            ChatFeed.Delta("""{"reasoning":"hm","reasoning_content":"hm"}"""),
            ChatFeed.Delta("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"m"}]},{"type":"text","text":"ok"}]}"""),
            ChatFeed.Delta("""{"reasoning_details":[{"type":"reasoning.summary","summary":"again"}]}"""),
            ChatFeed.Delta("""{"refusal":"no"}"""),
            ChatFeed.Delta("""{"function_call":{"name":"f","arguments":""}}"""),
            ChatFeed.Delta("""{"function_call":{"arguments":"{}"}}""", "\"function_call\"")).ToAnswer();

        Assert.Equal("reasoning:hmm | text:ok | reasoning:again | refusal:no | Function::f:{} | ToolCalls | no usage", ChatFeed.Describe(answer));
    }

    [Fact]
    [Trait("Case", "34")]
    public void Usage_and_text_behind_the_reason_are_told_before_the_end()
    {
        var answer = ChatFeed.Chunks(
            ChatFeed.Delta("""{"content":"a"}""", "\"length\""),
            ChatFeed.Delta("""{"content":"b"}"""),
            """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
            """{"choices":null,"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}""").ToAnswer();

        Assert.Equal("text:ab", ChatFeed.Describe(answer.Parts[0]));
        Assert.Equal((StopReason.MaxTokens, 3L, 2L), (answer.StopReason, answer.Usage!.Value.UncachedInput, answer.Usage.Value.Output));
    }

    [Fact]
    public void Other_choices_are_left_out()
    {
        var answer = ChatFeed.Chunks("""{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"z"}}]}""").ToAnswer();

        Assert.Equal("text:a | EndTurn | no usage", ChatFeed.Describe(answer));
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"too much\",\"code\":429}}\n\n", "too much")]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"bad\"}}\n\ndata: [DONE]\n\n", "bad")]
    [InlineData("data: {\"error\":\"plain\"}\n\n", "plain")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", "The upstream ended its stream before the answer was complete.")]
    [InlineData("data: {\"choices\":[\n\n", "The upstream sent a chunk that cannot be read.")]
    [InlineData("", "The upstream ended its stream before the answer was complete.")]
    public void Failure_is_told_in_the_upstreams_words(string body, string message)
    {
        var answer = ChatFeed.Read(Encoding.UTF8.GetBytes(body));

        Assert.False(answer.Complete);
        Assert.Equal(new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, message), answer.Error);
    }

    [Fact]
    public void Stream_without_done_is_complete_once_it_gave_its_reason() =>
        Assert.True(ChatFeed.Read(Encoding.UTF8.GetBytes("data: " + ChatFeed.Delta("{}", "\"stop\""))).Complete);

    [Fact]
    public void Any_fragments_keep_the_grammar() => Prop.ForAll(
        Gen.Elements(
            "\"index\":0", "\"index\":1", "\"index\":-1", "\"id\":\"a\"", "\"id\":\"b\"", "\"function\":{\"name\":\"n\"}", "\"function\":{\"arguments\":\"{}\"}",
            "\"function\":{\"name\":\"n\",\"arguments\":\"{\\\"k\\\"\"}", "\"custom\":{\"input\":\"i\"}", "\"function\":null", "\"id\":7")
            .ArrayOf().ArrayOf().ToArbitrary(),
        calls =>
        {
            var chunks = calls.Select(members => ChatFeed.Delta($"{{\"content\":\"t\",\"tool_calls\":[{{{string.Join(',', members.Distinct())}}}]}}")).ToArray();
            return ChatFeed.Chunks(chunks).Complete;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_is_refused_and_nothing_else() => Prop.ForAll(
        Gen.Elements("{", "}", "[", "]", "\"", ":", ",", "null", "1", "\\u12", "messages", "\"messages\"", "\"choices\":[{\"message\":{\"content\":", "\"role\"", "\"model\":\"m\"", "\uD83D")
            .ArrayOf().Select(string.Concat).ToArbitrary(),
        text =>
        {
            byte[] body = Encoding.UTF8.GetBytes(text);
            return OnlyRefused(() => ChatCodec.Instance.ReadRequest(body, default)) && OnlyRefused(() => ChatCodec.Instance.ReadAnswer(body));
        }).QuickCheckThrowOnFailure();

    private static bool OnlyRefused(Action read)
    {
        try
        {
            read();
        }
        catch (ProtocolException)
        {
            return true;
        }

        return true;
    }

    private static IEnumerable<string> Parts(params string[] calls) =>
        ChatFeed.Chunks([.. calls.Select(call => ChatFeed.Delta($$"""{"tool_calls":[{{call}}]}"""))]).ToAnswer().Parts.Select(ChatFeed.Describe);
}
