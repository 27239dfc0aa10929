using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Tests.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Translations.Fixtures;

/// <summary>Whole streams with their seals, and the requests that bring the seals back.</summary>
public sealed class StreamFixtures
{
    private static readonly string Claude = Way.Named(
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"c","content":[],"usage":{"input_tokens":9,"cache_read_input_tokens":1,"cache_creation_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":5},"output_tokens":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
        """{"type":"ping"}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"SIG"}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Now"}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"now","input":{}}}""",
        """{"type":"content_block_stop","index":2}""",
        """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":9,"cache_read_input_tokens":1,"cache_creation_input_tokens":5,"output_tokens":42,"output_tokens_details":{"thinking_tokens":30}}}""",
        """{"type":"message_stop"}""");

    private static readonly string Google = Way.Data(
        """{"candidates":[{"content":{"parts":[{"text":"Plan","thought":true}]}}],"usageMetadata":{"promptTokenCount":50,"totalTokenCount":50}}""",
        """{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{"x":1}},"thoughtSignature":"R1NJRw=="}]}}]}""",
        """{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{"x":2}}}]}}]}""",
        """{"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":50,"cachedContentTokenCount":40,"candidatesTokenCount":8,"thoughtsTokenCount":100,"totalTokenCount":158}}""");

    private static readonly string OpenAi = Way.Named(
        """{"type":"response.created","response":{"id":"resp_1","model":"m","status":"in_progress"}}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}""",
        """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"A"}""",
        """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":1,"delta":"B"}""",
        """{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"A"},{"type":"summary_text","text":"B"}],"encrypted_content":"gAAAAsealed"}}""",
        """{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","id":"fc_1","call_id":"call_9","name":"Bash","arguments":""}}""",
        """{"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":1,"name":"Bash","arguments":"{\"command\":\"ls\"}"}""",
        """{"type":"response.output_item.done","output_index":1,"item":{"type":"function_call","id":"fc_1","call_id":"call_9","name":"Bash","arguments":"{\"command\":\"ls\"}","status":"completed"}}""",
        """{"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","output":[],"usage":{"input_tokens":30,"input_tokens_details":{"cached_tokens":0},"output_tokens":12,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":42}}}""");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Case", "49")]
    [Trait("Case", "70")]
    [Trait("Case", "241")]
    public void Thought_text_and_a_call_of_Claude_for_a_client_of_Chat(bool counted)
    {
        var memory = new ReasoningMemory(new FakeTime());
        string ask = """{"model":"m","messages":[{"role":"user","content":"q"}],"stream":true""" + (counted ? ",\"stream_options\":{\"include_usage\":true}}" : "}");
        string told = Fixture.Told(() => new Way(Protocol.Chat, ask, Way.Target(Protocol.Messages, "claude-opus-4-6"), memory), Claude);

        string Chunk(string delta, string reason = "null") => $$$"""{"choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{reason}}}}]}""";
        List<string> expected =
        [
            Chunk("""{"role":"assistant","content":""}"""),
            Chunk("""{"reasoning_content":"Hm"}"""),
            Chunk("""{"content":"Now"}"""),
            Chunk("""{"tool_calls":[{"index":0,"id":"toolu_1","type":"function","function":{"name":"now","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}"""),
            Chunk("{}", "\"tool_calls\""),
        ];
        if (counted) expected.Add("""{"choices":[],"usage":{"prompt_tokens":15,"completion_tokens":42,"total_tokens":57,"prompt_tokens_details":{"cached_tokens":1,"cache_write_tokens":5},"completion_tokens_details":{"reasoning_tokens":30}}}""");
        var events = Way.Events(told);
        Assert.Equal(expected.Count, events.Count);
        for (int i = 0; i < expected.Count; i++) Fixture.Holds(expected[i], events[i]);
        Assert.EndsWith("data: [DONE]\n\n", told, StringComparison.Ordinal);

        const string Back = """
            {"model":"m","messages":[{"role":"user","content":"q"},
             {"role":"assistant","content":"Now","tool_calls":[{"id":"toolu_1","type":"function","function":{"name":"now","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"toolu_1","content":"12"}]}
            """;
        var again = new Way(Protocol.Chat, Back, Way.Target(Protocol.Messages, "claude-opus-4-6"), memory).Body;
        Fixture.Same("""{"type":"thinking","thinking":"Hm","signature":"SIG"}""", again["messages"]![1]!["content"]![0]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Thought_text_and_a_call_of_Claude_for_a_client_of_Gemini(bool shown)
    {
        string ask = $$$$$"""{"contents":[{"role":"user","parts":[{"text":"q"}]}],"generationConfig":{"thinkingConfig":{"includeThoughts":{{{{{(shown ? "true" : "false")}}}}},"thinkingBudget":4096}}}""";
        var target = Way.Target(Protocol.Messages, "claude-opus-4-6");
        string told = Fixture.Told(() => new Way(Protocol.Gemini, ask, target), Claude);

        Assert.All(told.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("data: {", line, StringComparison.Ordinal));
        var parts = Way.Events(told).Select(step => step["candidates"]![0]!["content"]!["parts"]![0]!).ToList();
        Assert.Equal(shown ? 4 : 3, parts.Count);
        if (shown) Fixture.Same("""{"text":"Hm","thought":true}""", parts[0]);
        Fixture.Same("""{"text":"Now"}""", parts[^3]);
        Fixture.Same("""{"id":"toolu_1","name":"now","args":{}}""", parts[^2]["functionCall"]!);
        Assert.True(ReasoningEnvelope.TryDecode(JsonText.From((string)parts[^2]["thoughtSignature"]!), out var blob));
        Assert.Equal((BlobKind.ThinkingSignature, target.Issuer, "SIG"), (blob.Kind, blob.Issuer, blob.Value.ToString()));
        Fixture.Holds(
            """{"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":15,"cachedContentTokenCount":1,"candidatesTokenCount":12,"thoughtsTokenCount":30,"totalTokenCount":57}}""",
            Way.Events(told)[^1]);
    }

    [Fact]
    [Trait("Case", "71")]
    [Trait("Case", "133")]
    [Trait("Case", "134")]
    [Trait("Case", "136")]
    [Trait("Case", "137")]
    [Trait("Case", "141")]
    [Trait("Case", "221")]
    public void Thought_and_signed_calls_of_Gemini_for_a_client_of_Messages_and_back()
    {
        const string Ask = """{"model":"m","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":4096},"messages":[{"role":"user","content":"go"}],"stream":true}""";
        var target = Way.Target(Protocol.Gemini, "gemini-3-pro");
        var events = Way.Events(Fixture.Told(() => new Way(Protocol.Messages, Ask, target), Google));
        var starts = events.Where(step => (string?)step["type"] == "content_block_start").Select(step => step["content_block"]!).ToList();
        string first = (string)starts[1]["id"]!, second = (string)starts[2]["id"]!;
        string signature = (string)events.Single(step => (string?)step["delta"]?["type"] == "signature_delta")["delta"]!["signature"]!;
        Assert.NotEqual(first, second);
        Assert.True(ReasoningEnvelope.TryDecode(JsonText.From(signature), out var blob));
        Assert.Equal((BlobKind.CallSignature, BlobDirection.Following, target.Issuer, "R1NJRw=="), (blob.Kind, blob.Direction, blob.Issuer, blob.Value.ToString()));
        string[] expected =
        [
            """{"type":"message_start"}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Plan"}}""",
            $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"{{{signature}}}"} }""",
            """{"type":"content_block_stop","index":0}""",
            $$$"""{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"{{{first}}}","name":"f","input":{} } }""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"x\":1}"}}""",
            """{"type":"content_block_stop","index":1}""",
            $$$"""{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"{{{second}}}","name":"f","input":{} } }""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"x\":2}"}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"input_tokens":10,"cache_read_input_tokens":40,"cache_creation_input_tokens":0,"output_tokens":108,"output_tokens_details":{"thinking_tokens":100}}}""",
            """{"type":"message_stop"}""",
        ];
        Assert.Equal(expected.Length, events.Count);
        for (int i = 0; i < expected.Length; i++) Fixture.Holds(expected[i], events[i]);

        string Back(string thought) => $$$$$"""
            {"model":"m","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":4096},"messages":[{"role":"user","content":"go"},
             {"role":"assistant","content":[{{{{{thought}}}}}{"type":"tool_use","id":"{{{{{first}}}}}","name":"f","input":{"x":1}},{"type":"tool_use","id":"{{{{{second}}}}}","name":"f","input":{"x":2}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{{{second}}}}}","is_error":true,"content":"boom"},
              {"type":"tool_result","tool_use_id":"{{{{{first}}}}}","content":[{"type":"text","text":"ok"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]},{"type":"text","text":"go on"}]}]}
            """;
        string Contents(string sealedBy) => $$$$$"""
            [{"role":"user","parts":[{"text":"go"}]},
             {"role":"model","parts":[{"functionCall":{"id":"{{{{{first}}}}}","name":"f","args":{"x":1}},"thoughtSignature":"{{{{{sealedBy}}}}}"},{"functionCall":{"id":"{{{{{second}}}}}","name":"f","args":{"x":2}}}]},
             {"role":"user","parts":[{"functionResponse":{"id":"{{{{{first}}}}}","name":"f","response":{"output":"ok"},"parts":[{"inlineData":{"mimeType":"image/png","data":"iVBO"}}]}},
              {"functionResponse":{"id":"{{{{{second}}}}}","name":"f","response":{"error":"boom"}}},{"text":"go on"}]}]
            """;
        string kept = $$$"""{"type":"thinking","thinking":"Plan","signature":"{{{signature}}}"},""";
        Fixture.Same(Contents("R1NJRw=="), new Way(Protocol.Messages, Back(kept), target).Body["contents"]!);
        Fixture.Same(Contents("skip_thought_signature_validator"), new Way(Protocol.Messages, Back(""), target).Body["contents"]!);
    }

    [Fact]
    [Trait("Case", "47")]
    [Trait("Case", "69")]
    [Trait("Case", "92")]
    public void Reasoning_item_of_OpenAI_for_a_client_of_Messages_and_back()
    {
        const string Ask = """{"model":"m","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":4096},"messages":[{"role":"user","content":"go"}],"stream":true}""";
        var target = Way.Target(Protocol.Responses, "gpt-5.1");
        var events = Way.Events(Fixture.Told(() => new Way(Protocol.Messages, Ask, target), OpenAi));
        string signature = (string)events.Single(step => (string?)step["delta"]?["type"] == "signature_delta")["delta"]!["signature"]!;
        Assert.True(ReasoningEnvelope.TryDecode(JsonText.From(signature), out var blob));
        Assert.Equal((BlobKind.EncryptedReasoning, target.Issuer, "gAAAAsealed"), (blob.Kind, blob.Issuer, blob.Value.ToString()));
        Assert.Equal("A\n\nB", string.Concat(events.Select(step => (string?)step["delta"]?["thinking"])));
        Assert.Equal(["thinking", "tool_use"], events.Where(step => (string?)step["type"] == "content_block_start").Select(step => (string)step["content_block"]!["type"]!));
        Assert.Equal(["""{"command":"ls"}"""], events.Select(step => (string?)step["delta"]?["partial_json"]).OfType<string>());
        Fixture.Holds("""{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"input_tokens":30,"output_tokens":12}}""", events[^2]);

        string back = $$$$$"""
            {"model":"m","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":4096},"messages":[{"role":"user","content":"go"},
             {"role":"assistant","content":[{"type":"thinking","thinking":"A\n\nB","signature":"{{{{{signature}}}}}"},{"type":"tool_use","id":"call_9","name":"Bash","input":{"command":"ls"}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_9","content":"a.cs"}]}]}
            """;
        var input = new Way(Protocol.Messages, back, target).Body["input"]!.AsArray();
        Assert.Equal("gAAAAsealed", (string?)input.Single(item => (string?)item!["type"] == "reasoning")!["encrypted_content"]);
        Assert.Equal(["user", "reasoning", "function_call", "function_call_output"], input.Select(item => (string?)item!["role"] ?? (string)item["type"]!));
    }
}
