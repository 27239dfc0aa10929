using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Tests.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Thinking;

public sealed class SealTests
{
    private const string Opus = "claude-opus-4-6";
    private const string Gemini3 = "gemini-3-pro";

    private static readonly string Claude = string.Concat(
        Event("message_start", """{"message":{"id":"m","model":"c","usage":{"input_tokens":9,"output_tokens":1}}}"""),
        Event("content_block_start", """{"index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"""),
        Event("content_block_delta", """{"index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}"""),
        Event("content_block_delta", """{"index":0,"delta":{"type":"signature_delta","signature":"SIG"}}"""),
        Event("content_block_stop", """{"index":0}"""),
        Event("content_block_start", """{"index":1,"content_block":{"type":"text","text":""}}"""),
        Event("content_block_delta", """{"index":1,"delta":{"type":"text_delta","text":"Now"}}"""),
        Event("content_block_stop", """{"index":1}"""),
        Event("content_block_start", """{"index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"now","input":{}}}"""),
        Event("content_block_stop", """{"index":2}"""),
        Event("message_delta", """{"delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":42}}"""),
        Event("message_stop", "{}"));

    private static readonly string Google = string.Concat(
        Data("""{"candidates":[{"content":{"role":"model","parts":[{"text":"Plan","thought":true}]}}]}"""),
        Data("""{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"id":"g1","name":"f","args":{"x":1}},"thoughtSignature":"R1NJRw=="}]}}]}"""),
        Data("""{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"id":"g2","name":"f","args":{"x":2}}}]}}]}"""),
        Data("""{"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":50,"candidatesTokenCount":8,"totalTokenCount":58}}"""));

    [Fact]
    [Trait("Case", "133")]
    [Trait("Case", "134")]
    [Trait("Case", "70")]
    public void Thought_and_signed_call_become_one_block_that_comes_back_as_the_signature()
    {
        var run = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}"""), TranslationRun.Target(Protocol.Gemini, Gemini3));
        var answer = run.Streamed(Google);
        var thought = Assert.IsType<ReasoningPart>(answer.Parts[0]);
        Assert.Equal("Plan", thought.Text.ToString());
        Assert.True(ReasoningEnvelope.TryDecode(thought.Seal!.Data, out var blob));
        Assert.Equal((BlobKind.CallSignature, BlobDirection.Following, "R1NJRw=="), (blob.Kind, blob.Direction, blob.Value.ToString()));
        Assert.Equal([typeof(ReasoningPart), typeof(ToolCallPart), typeof(ToolCallPart)], answer.Parts.Select(part => part.GetType()));

        string block = $$"""{"type":"thinking","thinking":"Plan","signature":{{Token(thought.Seal.Data)}}}""";
        var sent = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}""", block, Use("call_1"), Use("call_2")), TranslationRun.Target(Protocol.Gemini, Gemini3)).Sent();
        var parts = sent["contents"]![1]!["parts"]!.AsArray();
        Assert.Equal(2, parts.Count);
        Assert.Equal("R1NJRw==", parts[0]!["thoughtSignature"]!.GetValue<string>());
        Assert.Null(parts[1]!["thoughtSignature"]);
    }

    [Fact]
    [Trait("Case", "70")]
    public void Signature_follows_the_text_of_its_block_exactly_once()
    {
        var run = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}"""), TranslationRun.Target(Protocol.Gemini, Gemini3));
        string told = run.Answered(Google);
        Assert.Equal(1, Count(told, "signature_delta"));
        Assert.True(told.IndexOf("thinking_delta", StringComparison.Ordinal) < told.IndexOf("signature_delta", StringComparison.Ordinal));
        Assert.True(told.IndexOf("signature_delta", StringComparison.Ordinal) < told.IndexOf("content_block_stop", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "133")]
    public void Unknown_history_is_excused_on_the_first_call_only()
    {
        var run = TranslationRun.Of(Protocol.Messages, Ask("null", Use("call_1"), Use("call_2")), TranslationRun.Target(Protocol.Gemini, Gemini3));
        var parts = run.Sent()["contents"]![1]!["parts"]!;
        Assert.Equal("skip_thought_signature_validator", parts[0]!["thoughtSignature"]!.GetValue<string>());
        Assert.Null(parts[1]!["thoughtSignature"]);
        Assert.Null(TranslationRun.Of(Protocol.Messages, Ask("null", Use("a")), TranslationRun.Target(Protocol.Gemini, "gemini-2.5-flash")).Sent()["contents"]![1]!["parts"]![0]!["thoughtSignature"]);
    }

    [Theory]
    [Trait("Case", "242")]
    [InlineData(Protocol.Gemini, Gemini3)]
    [InlineData(Protocol.Responses, "gpt-5.2")]
    [InlineData(Protocol.Chat, "gpt-4o")]
    public void Raw_signature_never_reaches_another_vendor(Protocol target, string model)
    {
        string block = """{"type":"thinking","thinking":"secret","signature":"EqQBCkYIraw"}""";
        var run = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}""", block, Use("c1")), TranslationRun.Target(target, model));
        string sent = run.Sent().ToJsonString();
        Assert.DoesNotContain("EqQBCkYIraw", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", sent, StringComparison.Ordinal);
        Assert.Contains("reasoning_context_lost", run.Losses.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "242")]
    [Trait("Case", "121")]
    public void Envelope_of_another_issuer_is_dropped()
    {
        string envelope = Token(ReasoningEnvelope.Encode(new ReasoningBlob(BlobKind.ThinkingSignature, IssuerId.Of("upstream b"), JsonText.From("SIG")) { Text = JsonText.From("t") }));
        string body = $$"""{"model":"m","input":[{"role":"user","content":"q"},{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":{{envelope}}},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"o"}]}""";
        var run = TranslationRun.Of(Protocol.Responses, body, TranslationRun.Target(Protocol.Messages, Opus));
        Assert.DoesNotContain("thinking\":", run.Sent()["messages"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("reasoning_context_lost", run.Losses.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Thought_survives_a_client_that_strips_its_text()
    {
        var target = TranslationRun.Target(Protocol.Messages, Opus);
        string ask = """{"model":"m","input":[{"role":"user","content":"q"}],"reasoning":{"effort":"high"}}""";
        var answer = TranslationRun.Of(Protocol.Responses, ask, target).Streamed(Claude);
        var thought = Assert.IsType<ReasoningPart>(answer.Parts[0]);
        Assert.True(thought.Text.IsEmpty);
        string back = $$"""{"model":"m","input":[{"role":"user","content":"q"},{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":{{Token(thought.Seal!.Data)}}},{"type":"function_call","call_id":"toolu_1","name":"now","arguments":"{}"},{"type":"function_call_output","call_id":"toolu_1","output":"o"}]}""";
        var sent = TranslationRun.Of(Protocol.Responses, back, target).Sent();
        Assert.Equal("""{"type":"thinking","thinking":"Hm","signature":"SIG"}""", First(sent));
    }

    [Fact]
    [Trait("Case", "241")]
    [Trait("Case", "56")]
    public void Chat_client_reads_the_text_and_the_memory_keeps_the_seal()
    {
        var memory = new ReasoningMemory(new FakeTime());
        var target = TranslationRun.Target(Protocol.Messages, Opus);
        string told = TranslationRun.Of(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"q"}]}""", target, memory).Answered(Claude);
        Assert.Contains("\"reasoning_content\":\"Hm\"", told, StringComparison.Ordinal);
        Assert.DoesNotContain("SIG", told, StringComparison.Ordinal);

        const string Back = """
            {"model":"m","messages":[{"role":"user","content":"q"},
             {"role":"assistant","content":"Now","tool_calls":[{"id":"toolu_1","type":"function","function":{"name":"now","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"toolu_1","content":"12"}]}
            """;
        var run = TranslationRun.Of(Protocol.Chat, Back, target, memory);
        Assert.Equal("""{"type":"thinking","thinking":"Hm","signature":"SIG"}""", First(run.Sent()));
        Assert.Equal(run.Sent().ToJsonString(), run.SentAgain().ToJsonString());
        Assert.DoesNotContain("SIG", TranslationRun.Of(Protocol.Chat, Back, target, memory, "another").Sent().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gemini_client_carries_the_thought_on_the_call()
    {
        var target = TranslationRun.Target(Protocol.Messages, Opus);
        var answer = TranslationRun.Of(Protocol.Gemini, """{"contents":[{"role":"user","parts":[{"text":"q"}]}]}""", target).Streamed(Claude);
        Assert.DoesNotContain(answer.Parts, part => part is ReasoningPart);
        var call = Assert.IsType<ToolCallPart>(answer.Parts[^1]);
        string back = $$$"""{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"Now"},{"functionCall":{"id":"toolu_1","name":"now","args":{}},"thoughtSignature":{{{Token(call.Seal!.Data)}}}}]},{"role":"user","parts":[{"functionResponse":{"id":"toolu_1","name":"now","response":{"output":"12"} } }]}]}""";
        Assert.Equal("""{"type":"thinking","thinking":"Hm","signature":"SIG"}""", First(TranslationRun.Of(Protocol.Gemini, back, target).Sent()));
    }

    [Fact]
    public void Client_that_did_not_ask_for_thinking_sees_no_block()
    {
        var run = TranslationRun.Of(Protocol.Messages, Ask("null"), TranslationRun.Target(Protocol.Gemini, Gemini3), new ReasoningMemory(new FakeTime()));
        Assert.DoesNotContain("\"thinking\"", run.Answered(Google), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "86")]
    public void Thought_alone_still_gives_a_message_with_content()
    {
        string only = Data("""{"candidates":[{"content":{"role":"model","parts":[{"text":"Plan","thought":true}]},"finishReason":"STOP"}]}""");
        var answer = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}"""), TranslationRun.Target(Protocol.Gemini, Gemini3)).Streamed(only);
        Assert.Equal([typeof(ReasoningPart), typeof(TextPart)], answer.Parts.Select(part => part.GetType()));
    }

    [Fact]
    [Trait("Case", "71")]
    public void Signature_behind_the_text_adds_no_last_block_and_comes_back_from_the_memory()
    {
        var memory = new ReasoningMemory(new FakeTime());
        string stream = Data("""{"candidates":[{"content":{"role":"model","parts":[{"text":"Hello"}]}}]}""")
            + Data("""{"candidates":[{"content":{"role":"model","parts":[{"text":"","thoughtSignature":"VFNJRw=="}]},"finishReason":"STOP"}]}""");
        var answer = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}"""), TranslationRun.Target(Protocol.Gemini, Gemini3), memory).Streamed(stream);
        Assert.Equal([typeof(TextPart)], answer.Parts.Select(part => part.GetType()));
        var sent = TranslationRun.Of(Protocol.Messages, Ask("null", """{"type":"text","text":"Hello"}"""), TranslationRun.Target(Protocol.Gemini, Gemini3), memory).Sent();
        Assert.Contains("VFNJRw==", sent["contents"]![1]!["parts"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "243")]
    public void Raw_thought_comes_back_to_the_model_that_wants_it()
    {
        var memory = new ReasoningMemory(new FakeTime());
        var target = TranslationRun.Target(Protocol.Chat, "deepseek-v4");
        string stream = Data("""{"id":"x","model":"d","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"think"}}]}""")
            + Data("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}""")
            + Data("""{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""") + "data: [DONE]\n\n";
        TranslationRun.Of(Protocol.Messages, Ask("null"), target, memory).Streamed(stream);
        var sent = TranslationRun.Of(Protocol.Messages, Ask("null", Use("c1")), target, memory).Sent();
        Assert.Equal("think", sent["messages"]![1]!["reasoning_content"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Case", "145")]
    public void Hidden_thought_is_never_said_aloud()
    {
        const string Body = """{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"hidden","thought":true},{"text":"said"}]},{"role":"user","parts":[{"text":"r"}]}]}""";
        foreach (var (protocol, model) in new[] { (Protocol.Chat, "gpt-4o"), (Protocol.Messages, Opus), (Protocol.Responses, "gpt-5.2") })
        {
            Assert.DoesNotContain("hidden", TranslationRun.Of(Protocol.Gemini, Body, TranslationRun.Target(protocol, model)).Sent().ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Case", "119")]
    [Trait("Case", "124")]
    public void Reasoning_that_leads_to_nothing_is_left_out()
    {
        string envelope = Token(ReasoningEnvelope.Encode(new ReasoningBlob(BlobKind.EncryptedReasoning, TranslationRun.Issuer, JsonText.From("gAAAA"))));
        string block = $$"""{"type":"thinking","thinking":"s","signature":{{envelope}}}""";
        var lone = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}""", block), TranslationRun.Target(Protocol.Responses, "gpt-5.2"));
        Assert.DoesNotContain("gAAAA", lone.Sent().ToJsonString(), StringComparison.Ordinal);
        var item = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}""", block, Use("c")), TranslationRun.Target(Protocol.Responses, "gpt-5.2")).Sent()["input"]![1]!;
        Assert.Equal("""{"type":"reasoning","summary":[{"type":"summary_text","text":"s"}],"encrypted_content":"gAAAA"}""", item.ToJsonString());
    }

    [Fact]
    [Trait("Case", "251")]
    public void Blocks_that_a_client_of_chat_keeps_are_a_source_of_signatures()
    {
        string envelope = Token(ReasoningEnvelope.Encode(new ReasoningBlob(BlobKind.ThinkingSignature, TranslationRun.Issuer, JsonText.From("SIG"))));
        string body = $$$"""{"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","thinking_blocks":[{"type":"thinking","thinking":"Hm","signature":{{{envelope}}}}],"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"o"}]}""";
        Assert.Equal("""{"type":"thinking","thinking":"Hm","signature":"SIG"}""", First(TranslationRun.Of(Protocol.Chat, body, TranslationRun.Target(Protocol.Messages, Opus)).Sent()));
    }

    [Fact]
    [Trait("Case", "57")]
    public void Placeholder_is_no_thought()
    {
        const string Chunk = """{"id":"x","model":"k","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"[reasoning unavailable]","content":"Hi"}}]}""";
        string stream = Data(Chunk) + Data("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""") + "data: [DONE]\n\n";
        var answer = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}"""), TranslationRun.Target(Protocol.Chat, "kimi-k2.6")).Streamed(stream);
        Assert.IsType<TextPart>(Assert.Single(answer.Parts));

        const string Body = """{"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","reasoning_content":"[reasoning unavailable]"},{"role":"user","content":"r"}]}""";
        var replayed = TranslationRun.Of(Protocol.Chat, Body, TranslationRun.Target(Protocol.Messages, Opus));
        Assert.DoesNotContain("unavailable", replayed.Sent().ToJsonString(), StringComparison.Ordinal);
        Assert.True(replayed.Losses.IsEmpty, replayed.Losses.ToString());
    }

    [Fact]
    [Trait("Case", "69")]
    public void Reasoning_item_of_several_summaries_is_one_block_with_one_signature()
    {
        string stream = string.Concat(
            Event("response.created", """{"response":{"id":"r","model":"g"}}"""),
            Event("response.output_item.added", """{"output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}"""),
            Event("response.reasoning_summary_text.delta", """{"item_id":"rs_1","output_index":0,"summary_index":0,"delta":"A"}"""),
            Event("response.reasoning_summary_text.delta", """{"item_id":"rs_1","output_index":0,"summary_index":1,"delta":"B"}"""),
            Event("response.output_item.done", """{"output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"A"},{"type":"summary_text","text":"B"}],"encrypted_content":"gAAAA"}}"""),
            Event("response.output_item.added", """{"output_index":1,"item":{"type":"function_call","id":"fc_1","call_id":"call_9","name":"Bash","arguments":""}}"""),
            Event("response.function_call_arguments.done", """{"item_id":"fc_1","output_index":1,"name":"Bash","arguments":"{}"}"""),
            Event("response.completed", """{"response":{"id":"r","status":"completed","output":[],"usage":{"input_tokens":30,"output_tokens":12,"total_tokens":42}}}"""));
        var answer = TranslationRun.Of(Protocol.Messages, Ask("""{"type":"adaptive"}"""), TranslationRun.Target(Protocol.Responses, "gpt-5.2")).Streamed(stream);
        Assert.Equal([typeof(ReasoningPart), typeof(ToolCallPart)], answer.Parts.Select(part => part.GetType()));
        var thought = (ReasoningPart)answer.Parts[0];
        Assert.Equal("A\n\nB", thought.Text.ToString());
        Assert.True(ReasoningEnvelope.TryDecode(thought.Seal!.Data, out var blob));
        Assert.Equal((BlobKind.EncryptedReasoning, "gAAAA"), (blob.Kind, blob.Value.ToString()));
    }

    [Fact]
    public void Stream_and_whole_answer_say_the_same()
    {
        foreach (var client in new[] { Protocol.Chat, Protocol.Responses, Protocol.Gemini })
        {
            string body = client == Protocol.Gemini ? """{"contents":[{"parts":[{"text":"q"}]}]}"""
                : client == Protocol.Chat ? """{"model":"m","messages":[{"role":"user","content":"q"}]}""" : """{"model":"m","input":"q"}""";
            var raw = new AnswerAccumulator();
            var reader = TranslationRun.Codec(Protocol.Messages).NewStreamReader(raw);
            reader.Append(System.Text.Encoding.UTF8.GetBytes(Claude));
            reader.Complete();
            var target = TranslationRun.Target(Protocol.Messages, Opus);
            var whole = TranslationRun.Of(client, body, target).Whole(raw.ToAnswer());
            var streamed = TranslationRun.Of(client, body, target).Streamed(Claude);
            Assert.Equal(streamed.Parts.Select(part => part.GetType()), whole.Parts.Select(part => part.GetType()));
            Assert.Equal(streamed.Usage, whole.Usage);
        }
    }

    private static string First(System.Text.Json.Nodes.JsonNode sent) => sent["messages"]![1]!["content"]![0]!.ToJsonString();

    private static string Token(JsonText text) => System.Text.Encoding.UTF8.GetString(text.Token);

    private static string Use(string id) => $$$"""{"type":"tool_use","id":"{{{id}}}","name":"f","input":{"x":1}}""";

    private static string Ask(string thinking, params string[] assistant)
    {
        string turns = assistant.Length == 0 ? "" : $$""",{"role":"assistant","content":[{{string.Join(',', assistant)}}]},{"role":"user","content":"go on"}""";
        return $$"""{"model":"m","max_tokens":9000,"thinking":{{thinking}},"messages":[{"role":"user","content":"q"}{{turns}}]}""";
    }

    private static string Event(string type, string data) =>
        $"event: {type}\ndata: {{\"type\":\"{type}\"{(data == "{}" ? "" : ",")}{data[1..]}\n\n";

    private static string Data(string json) => $"data: {json}\n\n";

    private static int Count(string text, string word) => text.Split(word).Length - 1;
}
