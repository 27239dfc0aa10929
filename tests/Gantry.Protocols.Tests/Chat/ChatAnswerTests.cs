using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Chat;

public sealed class ChatAnswerTests
{
    private static readonly ChatAnswer Answer = new()
    {
        Id = "msg_1",
        Model = "upstream-model",
        Parts =
        [
            new ReasoningPart(JsonText.From("hm")),
            new TextPart(JsonText.From("a\n")),
            new ToolCallPart("", "f") { ArgumentsText = JsonText.Empty },
            new ToolCallPart("c", "p") { Kind = ToolKind.Custom, ArgumentsText = JsonText.From("x") },
        ],
        StopReason = StopReason.ToolCalls,
        Usage = new Usage { UncachedInput = 5, CacheRead = 3, CacheWrite5m = 2, Output = 4, Reasoning = 1 },
    };

    [Fact]
    [Trait("Case", "15")]
    [Trait("Case", "32")]
    [Trait("Case", "40")]
    public void Stream_has_one_role_one_reason_and_its_usage_before_the_end()
    {
        const string Head = """data: {"id":"chatcmpl-r1","object":"chat.completion.chunk","created":1700000000,"model":"m",""";
        string[] deltas =
        [
            "\"role\":\"assistant\",\"content\":\"\"",
            "\"reasoning_content\":\"hm\"",
            "\"content\":\"a\\n\"",
            "\"tool_calls\":[{\"index\":0,\"id\":\"call_r1_0\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]",
            "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]",
            "\"tool_calls\":[{\"index\":1,\"id\":\"c\",\"type\":\"custom\",\"custom\":{\"name\":\"p\",\"input\":\"\"}}]",
            "\"tool_calls\":[{\"index\":1,\"custom\":{\"input\":\"x\"}}]",
        ];
        string expected = string.Concat(deltas.Select(delta => $"{Head}\"choices\":[{{\"index\":0,\"delta\":{{{delta}}},\"logprobs\":null,\"finish_reason\":null}}]}}\n\n"))
            + Head + "\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"tool_calls\"}]}\n\n"
            + Head + "\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":4,\"total_tokens\":14,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":3,\"cache_write_tokens\":2,\"audio_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":1,\"audio_tokens\":0}}}\n\ndata: [DONE]\n\n";

        Assert.Equal(expected, ChatFeed.WriteStream(Answer));
    }

    [Fact]
    public void Whole_answer_and_stream_say_the_same()
    {
        var whole = ChatCodec.Instance.ReadAnswer(ChatFeed.WriteAnswer(Answer));
        var streamed = ChatFeed.Read(Encoding.UTF8.GetBytes(ChatFeed.WriteStream(Answer))).ToAnswer();

        Assert.Equal(ChatFeed.Describe(whole), ChatFeed.Describe(streamed));
        Assert.Equal(Answer.Usage, whole.Usage);
    }

    [Fact]
    public void Usage_is_hidden_from_a_client_that_did_not_ask()
    {
        var output = new ArrayBufferWriter<byte>();
        AnswerReplay.Replay(Answer, ChatCodec.Instance.NewStreamWriter(ChatFeed.Context() with { IncludeUsage = false }, output, new LossLog()));

        Assert.DoesNotContain("usage", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_stream_ends_with_its_error_and_without_done()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = ChatCodec.Instance.NewStreamWriter(ChatFeed.Context(), output, new LossLog());
        writer.Take(new StreamEvent { Kind = StreamEventKind.Started });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = new GatewayError(ErrorKind.Overloaded, ErrorOrigin.Upstream, "busy") });
        string text = Encoding.UTF8.GetString(output.WrittenSpan);

        Assert.Contains("data: {\"error\":{\"message\":\"busy\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop", "", StopReason.EndTurn, "stop")]
    [InlineData("tool_calls", "", StopReason.EndTurn, "stop")]
    [InlineData("length", "", StopReason.MaxTokens, "length")]
    [InlineData("content_filter", "", StopReason.Refusal, "content_filter")]
    [InlineData("stop", ",\"refusal\":\"no\"", StopReason.Refusal, "stop")]
    [InlineData("stop", ",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]", StopReason.ToolCalls, "tool_calls")]
    [InlineData("", ",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]", StopReason.ToolCalls, "tool_calls")]
    [InlineData("something", "", StopReason.Other, "stop")]
    public void Reason_goes_by_what_was_said(string word, string members, StopReason reason, string written)
    {
        var answer = ChatCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes(
            $$$"""{"choices":[{"message":{"content":"x"{{{members}}}},"finish_reason":"{{{word}}}"},{"message":{"content":"other"}}]}"""));

        Assert.Equal(reason, answer.StopReason);
        Assert.Equal(written, JsonNode.Parse(ChatFeed.WriteAnswer(answer))!["choices"]![0]!["finish_reason"]!.ToString());
    }

    [Fact]
    public void Sources_audio_and_pictures_are_kept()
    {
        const string Message = """
            {"role":"assistant","content":"x","refusal":null,"annotations":[{"type":"url_citation","url_citation":{"url":"https://x"}}],
            "images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}],"audio":{"id":"a","data":"AAAA"}}
            """;
        var answer = ChatCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes($$"""{"choices":[{"message":{{Message}},"finish_reason":"stop"}]}"""));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Message), JsonNode.Parse(ChatFeed.WriteAnswer(answer))!["choices"]![0]!["message"]));
    }

    [Fact]
    public void Further_choices_that_were_asked_for_are_noted()
    {
        var losses = new LossLog();
        var request = new ChatRequest("m") { Sampling = new Sampling { Candidates = 3 } };
        ChatCodec.Instance.NewStreamWriter(ChatFeed.Context(request), new ArrayBufferWriter<byte>(), losses);

        Assert.Equal("param_dropped:n", losses.ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"choices\":[]}")]
    [InlineData("{\"error\":{\"message\":\"x\"}}")]
    public void Body_without_a_choice_is_no_answer(string body) =>
        Assert.Throws<ProtocolException>(() => ChatCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes(body)));
}
