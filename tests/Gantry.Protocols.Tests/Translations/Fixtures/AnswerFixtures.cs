using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Translations.Fixtures;

/// <summary>One answer, one failure and one silence in the words of every client.</summary>
public sealed class AnswerFixtures
{
    private const string Counted = """
        {"id":"msg_1","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"x"}],"stop_reason":"end_turn","stop_sequence":null,
         "usage":{"input_tokens":20,"cache_read_input_tokens":80,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":3},"output_tokens":50,"output_tokens_details":{"thinking_tokens":30}}}
        """;

    [Theory]
    [InlineData(Protocol.Messages, "usage", """{"input_tokens":20,"cache_read_input_tokens":80,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":3},"output_tokens":50,"output_tokens_details":{"thinking_tokens":30}}""")]
    [InlineData(Protocol.Chat, "usage", """{"prompt_tokens":110,"completion_tokens":50,"total_tokens":160,"prompt_tokens_details":{"cached_tokens":80,"cache_write_tokens":10},"completion_tokens_details":{"reasoning_tokens":30}}""")]
    [InlineData(Protocol.Responses, "usage", """{"input_tokens":110,"input_tokens_details":{"cached_tokens":80,"cache_write_tokens":10},"output_tokens":50,"output_tokens_details":{"reasoning_tokens":30},"total_tokens":160}""")]
    [InlineData(Protocol.Gemini, "usageMetadata", """{"promptTokenCount":110,"cachedContentTokenCount":80,"candidatesTokenCount":20,"thoughtsTokenCount":30,"totalTokenCount":160}""")]
    [Trait("Case", "253")]
    [Trait("Case", "254")]
    [Trait("Case", "256")]
    public void Counts_of_an_answer_are_the_same_in_every_clients_words(Protocol client, string member, string expected)
    {
        Fixture.Holds(expected, Ask(client).Whole(Counted)[member]!);
        var streamed = Way.Events(Fixture.Told(() => Ask(client), Streamed(Counted)));
        var told = client switch
        {
            Protocol.Responses => streamed[^1]["response"]![member],
            Protocol.Messages => streamed[^2][member],
            _ => streamed[^1][member],
        };
        if (client == Protocol.Messages) expected = expected.Replace("""
            "cache_creation":{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":3},
            """, "", StringComparison.Ordinal);
        Fixture.Holds(expected, told!);
    }

    [Fact]
    [Trait("Case", "68")]
    [Trait("Case", "101")]
    [Trait("Case", "154")]
    public void Failure_in_the_middle_is_told_in_every_clients_form()
    {
        string upstream = Way.Named(
            """{"type":"message_start","message":{"id":"msg_1","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}""",
            """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""");
        string Told(Protocol client) => Fixture.Told(() => Ask(client), upstream);

        string chat = Told(Protocol.Chat);
        Fixture.Holds("""{"error":{"message":"Overloaded","type":"server_error","code":"overloaded"}}""", Way.Events(chat)[^1]);
        Assert.DoesNotContain("[DONE]", chat, StringComparison.Ordinal);

        var failed = Way.Events(Told(Protocol.Responses))[^1];
        Fixture.Holds("""{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error"},"output":[{"type":"message","status":"incomplete","content":[{"type":"output_text","text":"Hel"}]}]}}""", failed);
        Assert.StartsWith("Overloaded", (string)failed["response"]!["error"]!["message"]!, StringComparison.Ordinal);

        string messages = Told(Protocol.Messages);
        Assert.Contains("event: error\ndata: {\"type\":\"error\"", messages, StringComparison.Ordinal);
        Fixture.Holds("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", Way.Events(messages)[^1]);
        Assert.NotNull(Way.Events(messages)[^1]["request_id"]);

        string gemini = Told(Protocol.Gemini);
        Fixture.Holds("""{"error":{"code":503,"message":"Overloaded","status":"UNAVAILABLE"}}""", Way.Events(gemini)[^1]);
        Assert.DoesNotContain("data: {\"error\"", gemini, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Protocol.Messages, """{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 230462 + 32000 > 262144, decrease input length or `max_tokens` and try again"}}""")]
    [InlineData(Protocol.Chat, """{"error":{"type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""")]
    [InlineData(Protocol.Responses, """{"error":{"type":"invalid_request_error","param":"input","code":"context_length_exceeded"}}""")]
    [InlineData(Protocol.Gemini, """{"error":{"code":400,"status":"INVALID_ARGUMENT"}}""")]
    [Trait("Case", "275")]
    public void Prompt_that_is_too_long_is_told_in_every_clients_words(Protocol client, string expected)
    {
        const string Said = "Requested token count exceeds the model's maximum context length of 262144 tokens. You requested a total of 262462 tokens: 230462 tokens from the input messages and 32000 tokens for the completion.";
        var error = UpstreamErrors.Read(Protocol.Chat, 400, "application/json", Encoding.UTF8.GetBytes($$"""{"object":"error","type":"BadRequestError","message":"{{Said}}"}"""), _ => null);
        var told = ClientErrors.Tell(client, error, "r1");
        var output = new ArrayBufferWriter<byte>();
        ProtocolErrors.Write(client, told, output);
        var body = JsonNode.Parse(output.WrittenSpan)!;

        Assert.Equal(400, ProtocolErrors.Status(client, told.Kind));
        Fixture.Holds(expected, body);
        if (client != Protocol.Messages) Assert.Equal(Said, (string?)body["error"]!["message"]);
    }

    [Theory]
    [InlineData(Protocol.Chat, ": keep-alive\n\n")]
    [InlineData(Protocol.Responses, "event: keepalive\ndata: {\"type\":\"keepalive\",\"sequence_number\":3}\n\n")]
    [InlineData(Protocol.Messages, "event: ping\ndata: {\"type\": \"ping\"}\n\n")]
    [InlineData(Protocol.Gemini, "\r\n")]
    [Trait("Case", "8")]
    [Trait("Case", "9")]
    [Trait("Case", "10")]
    public void Silence_is_filled_with_what_changes_no_answer(Protocol client, string expected)
    {
        string keepAlive = Encoding.UTF8.GetString(KeepAlives.ForOwn(client, sse: true, 3).Span);
        Assert.Equal(expected, keepAlive);
        string upstream = Streamed(Counted);
        string told = Ask(client).Stream(Encoding.UTF8.GetBytes(upstream));
        string separator = client == Protocol.Gemini ? "\r\n\r\n" : "\n\n";
        string filled = told.Replace(separator, separator + keepAlive, StringComparison.Ordinal);
        Assert.Equal(Said(client, told), Said(client, filled));
    }

    [Fact]
    [Trait("Case", "8")]
    public void Comments_and_pings_of_an_upstream_say_nothing()
    {
        string chat = "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        string commented = ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n" + chat.Replace("\n\n", "\n\n: OPENROUTER PROCESSING\n\n", StringComparison.Ordinal);
        Way Way() => new(Protocol.Messages, """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}]}""", Translations.Way.Target(Protocol.Chat, "open-model"));
        Assert.Equal(Fixture.Told(Way, chat), Fixture.Told(Way, commented));
    }

    private static string Said(Protocol client, string stream)
    {
        var answer = new AnswerAccumulator();
        var reader = ChatCodecs.For(client).NewStreamReader(answer);
        reader.Append(Encoding.UTF8.GetBytes(stream));
        reader.Complete();
        Assert.True(answer.Complete);
        var whole = answer.ToAnswer();
        return string.Concat(whole.Parts.OfType<TextPart>().Select(part => part.Text.ToString())) + whole.StopReason + whole.Usage;
    }

    private static Way Ask(Protocol client) => new(
        client,
        client switch
        {
            Protocol.Chat => """{"model":"m","messages":[{"role":"user","content":"q"}],"stream_options":{"include_usage":true}}""",
            Protocol.Responses => """{"model":"m","input":"q"}""",
            Protocol.Messages => """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}]}""",
            _ => """{"contents":[{"role":"user","parts":[{"text":"q"}]}]}""",
        },
        Way.Target(Protocol.Messages, "claude-opus-4-6"));

    private static string Streamed(string answer)
    {
        var usage = JsonNode.Parse(answer)!["usage"]!;
        return Way.Named(
            $$"""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"c","content":[],"usage":{{usage.ToJsonString()}} } }""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}""",
            """{"type":"content_block_stop","index":0}""",
            $$"""{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{{usage.ToJsonString()}} }""",
            """{"type":"message_stop"}""");
    }
}
