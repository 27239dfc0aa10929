using System.Text;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Translations.Fixtures;
using Xunit;

namespace Gantry.Protocols.Tests.Translations;

/// <summary>Answers that upstreams really give, as clients of other protocols see them.</summary>
public sealed class AnswerCaseTests
{
    private const string BlockedPrompt =
        """{"promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"no"},"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}}""";

    private const string HalfCall =
        "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}}]}}]}\n\n";

    [Theory]
    [InlineData(Protocol.Messages)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Gemini)]
    [Trait("Case", "59")]
    public void Error_behind_half_a_call_is_told_in_the_providers_words_and_no_call_is_finished(Protocol client)
    {
        string told = Fixture.Told(() => Ask(client), HalfCall + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}],\"error\":{\"code\":503,\"message\":\"Provider disconnected\"}}\n\ndata: [DONE]\n\n");
        Assert.Contains("Provider disconnected", told, StringComparison.Ordinal);
        CheckUnfinished(told);
    }

    [Theory]
    [InlineData(Protocol.Messages)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Gemini)]
    [Trait("Case", "166")]
    public void Stream_that_ends_inside_a_call_has_failed(Protocol client)
    {
        string told = Fixture.Told(() => Ask(client), HalfCall);
        Assert.Contains("error", told, StringComparison.Ordinal);
        CheckUnfinished(told);
    }

    [Fact]
    [Trait("Case", "61")]
    public void Tier_that_nobody_knows_is_no_fault()
    {
        const string Said = """{"id":"c","object":"chat.completion","model":"m","service_tier":"on_demand","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""";
        Assert.Equal("a", (string?)Ask(Protocol.Messages).Whole(Said)["content"]![0]!["text"]);
        Assert.Equal("a", (string?)Ask(Protocol.Responses).Whole(Said)["output"]![0]!["content"]![0]!["text"]);
    }

    [Fact]
    [Trait("Case", "63")]
    public void Call_alone_is_a_message_without_content()
    {
        var answer = Ask(Protocol.Chat, Protocol.Messages).Whole("""{"id":"m","type":"message","role":"assistant","model":"c","content":[{"type":"tool_use","id":"t1","name":"f","input":{"x":1}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}""");
        var choice = answer["choices"]![0]!;
        Assert.Equal("tool_calls", (string?)choice["finish_reason"]);
        Assert.True(choice["message"]!.AsObject().TryGetPropertyValue("content", out var content) && content is null);
        Fixture.Holds("""[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}]""", choice["message"]!["tool_calls"]!);
    }

    [Fact]
    [Trait("Case", "99")]
    public void Item_that_is_done_twice_is_one()
    {
        const string Done = """{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{}","status":"completed"}}""";
        string stream = Way.Named(
            """{"type":"response.created","response":{"id":"resp_1","model":"m","status":"in_progress"}}""",
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":""}}""",
            """{"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":0,"name":"f","arguments":"{}"}""",
            """{"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":0,"name":"f","arguments":"{}"}""",
            Done,
            Done,
            """{"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","output":[],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}}""");
        var events = Way.Events(Fixture.Told(() => Ask(Protocol.Messages, Protocol.Responses), stream));
        Assert.Equal(["{}"], events.Select(step => (string?)step["delta"]?["partial_json"]).OfType<string>());
        Assert.Single(events, step => (string?)step["type"] == "content_block_start");
    }

    [Theory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Messages)]
    [InlineData(Protocol.Gemini)]
    [Trait("Case", "100")]
    public void Answer_names_the_model_that_was_asked_for(Protocol client)
    {
        string answer = client == Protocol.Chat
            ? """{"id":"m","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}"""
            : """{"id":"c","object":"chat.completion","model":"gpt-x","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""";
        var told = Ask(client, client == Protocol.Chat ? Protocol.Messages : Protocol.Chat).Whole(answer);
        Assert.Equal(client == Protocol.Gemini ? "public" : "m", (string?)(told["model"] ?? told["modelVersion"]));
    }

    [Fact]
    [Trait("Case", "117")]
    public void Result_of_a_tool_as_a_list_keeps_its_picture()
    {
        const string Asked = """
            {"model":"m","input":[{"role":"user","content":"q"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
             {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"ok"},{"type":"input_image","image_url":"data:image/png;base64,iVBO"}]}]}
            """;
        Fixture.Same(
            """[{"type":"text","text":"ok"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]""",
            new Way(Protocol.Responses, Asked, Way.Target(Protocol.Messages, "claude-opus-4-6")).Body["messages"]![2]!["content"]![0]!["content"]!);
        var chat = new Way(Protocol.Responses, Asked, Way.Target(Protocol.Chat, "gpt-5.1")).Body["messages"]!;
        Assert.Equal("ok\n[image attached below]", (string?)chat[2]!["content"]);
        Fixture.Holds("""[{"type":"text"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}]""", chat[3]!["content"]!);
        Fixture.Same(
            """[{"inlineData":{"mimeType":"image/png","data":"iVBO"}}]""",
            new Way(Protocol.Responses, Asked, Way.Target(Protocol.Gemini, "gemini-3-pro")).Body["contents"]![2]!["parts"]![0]!["functionResponse"]!["parts"]!);
    }

    [Theory]
    [InlineData("""{"error":{"code":"invalid_encrypted_content","message":"m"}}""", true)]
    [InlineData("""{"error":{"code":null,"message":"The encrypted content for item rs_1 could not be verified. Reason: it could not be decrypted."}}""", true)]
    [InlineData("""{"error":{"message":"reasoning encrypted_content was not issued to this caller"}}""", true)]
    [InlineData("""{"error":{"message":"Invalid schema for function 'f'."}}""", false)]
    [Trait("Case", "121")]
    [Trait("Case", "122")]
    [Trait("Case", "123")]
    public void Refusal_of_sealed_reasoning_is_known_by_code_and_by_sentence(string body, bool expected) =>
        Assert.Equal(expected, SealRefusals.Is(UpstreamErrors.Read(Protocol.Responses, 400, "application/json", Encoding.UTF8.GetBytes(body), _ => null)));

    [Theory]
    [InlineData(Protocol.Chat, "\"finish_reason\":\"content_filter\"")]
    [InlineData(Protocol.Messages, "\"stop_reason\":\"refusal\"")]
    [InlineData(Protocol.Responses, "\"code\":\"invalid_prompt\"")]
    [Trait("Case", "148")]
    public void Blocked_prompt_is_a_refusal_to_every_client(Protocol client, string expected)
    {
        string told = Fixture.Told(() => Ask(client, Protocol.Gemini), Way.Data(BlockedPrompt));
        Assert.Contains(expected, told, StringComparison.Ordinal);
        Assert.Contains(expected, Ask(client, Protocol.Gemini).Whole(BlockedPrompt).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "148")]
    public void Blocked_prompt_is_a_failed_response()
    {
        const string Failed = """
            {"status":"failed","error":{"code":"invalid_prompt","message":"no","origin":"upstream"},"incomplete_details":null,"output":[],
             "usage":{"input_tokens":3,"output_tokens":0}}
            """;
        Fixture.Holds(Failed, Ask(Protocol.Responses, Protocol.Gemini).Whole(BlockedPrompt));
        var events = Way.Events(Fixture.Told(() => Ask(Protocol.Responses, Protocol.Gemini), Way.Data(BlockedPrompt)));
        Assert.Equal(["response.created", "response.in_progress", "response.failed"], events.Select(step => (string?)step["type"]));
        Fixture.Holds(Failed, events[^1]["response"]!);
        Assert.Contains("policy", (string?)Ask(Protocol.Responses, Protocol.Gemini).Whole("""{"promptFeedback":{"blockReason":"OTHER"}}""")["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "155")]
    public void Zeros_before_the_end_are_no_counts()
    {
        const string Zero = "\"usageMetadata\":{\"promptTokenCount\":0,\"candidatesTokenCount\":0,\"totalTokenCount\":0}";
        string stream = Way.Data(
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]," + Zero + "}",
            """{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5}}""",
            "{" + Zero + "}");
        var events = Way.Events(Fixture.Told(() => Ask(Protocol.Messages, Protocol.Gemini), stream));
        Fixture.Holds("""{"usage":{"input_tokens":3,"output_tokens":2}}""", events[^2]);
    }

    [Fact]
    [Trait("Case", "20")]
    public void Null_and_nothing_are_failures_and_no_answers()
    {
        Assert.NotNull(UpstreamErrors.ReadAnswer(Protocol.Chat, "null"u8, _ => null));
        Assert.NotNull(UpstreamErrors.ReadAnswer(Protocol.Chat, " \n"u8, _ => null));
    }

    [Fact]
    [Trait("Case", "239")]
    public void Request_of_thirty_megabytes_is_fitted_without_copies_of_its_pictures()
    {
        var body = Encoding.UTF8.GetBytes("""{"model":"m","max_tokens":10,"messages":[{"role":"user","content":[""" + string.Join(',', Enumerable.Repeat(
            """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo""" + new string('A', 750_001) + "\"}}", 40)) + "]}]}");
        Assert.InRange(body.Length, 30_000_000, 31_000_000);
        var codec = ChatCodecs.For(Protocol.Messages);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var asked = codec.ReadRequest(body, default);
        var translation = Translation.Begin(asked, new Gantry.Protocols.Fitting.TranslationSource(Protocol.Messages), Way.Target(Protocol.Gemini, "gemini-3-pro"), new LossLog());
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(40, translation.Request.Turns[0].Parts.Count);
        Assert.InRange(allocated, 0, 1_000_000);
    }

    private static void CheckUnfinished(string told)
    {
        foreach (string end in new[] { "tool_use\",\"stop_sequence", "response.completed", "arguments.done", "\"finishReason\"", "functionCall" }) Assert.DoesNotContain(end, told, StringComparison.Ordinal);
    }

    private static Way Ask(Protocol client, Protocol upstream = Protocol.Chat) => new(
        client,
        client switch
        {
            Protocol.Chat => """{"model":"m","messages":[{"role":"user","content":"q"}]}""",
            Protocol.Responses => """{"model":"m","input":"q"}""",
            Protocol.Messages => """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}]}""",
            _ => """{"contents":[{"role":"user","parts":[{"text":"q"}]}]}""",
        },
        Way.Target(upstream, upstream switch { Protocol.Messages => "claude-opus-4-6", Protocol.Gemini => "gemini-3-pro", _ => "gpt-5.1" }));
}
