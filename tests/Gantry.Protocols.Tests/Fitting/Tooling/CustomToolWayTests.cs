using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

public sealed class CustomToolWayTests
{
    private const string Codex = """
        {"model":"m","instructions":"I","input":[
          {"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"late","parameters":{"type":"object","properties":{}}}]},
          {"type":"message","role":"developer","content":[{"type":"input_text","text":"D"}]},
          {"role":"user","content":"fix"},
          {"type":"custom_tool_call","call_id":"c1","name":"apply_patch","input":"*** Begin Patch"},
          {"type":"custom_tool_call_output","call_id":"c1","output":"Done"}],
         "tools":[{"type":"custom","name":"apply_patch","description":"P","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},{"type":"namespace","name":"crm","description":"N","tools":[{"type":"function","name":"get","parameters":{"type":"object","properties":{}}}]},{"type":"web_search"}],
         "tool_choice":"auto","parallel_tool_calls":false,"stream":true}
        """;

    private static readonly TranslationTarget Chat = ToolWay.Target(Protocol.Chat, "gpt-5.1");
    private static readonly TranslationTarget Compatible = ToolWay.Target(Protocol.Chat, "qwen3", new TargetTraits { CustomTools = false });
    private static readonly TranslationTarget Messages = ToolWay.Target(Protocol.Messages, "claude-sonnet-4-5");
    private static readonly TranslationTarget Gemini = ToolWay.Target(Protocol.Gemini, "gemini-3-pro");

    [Fact]
    [Trait("Case", "107")]
    [Trait("Case", "109")]
    [Trait("Case", "112")]
    [Trait("Case", "113")]
    public void The_tools_of_Codex_are_functions_of_Messages()
    {
        var way = new ToolWay(Protocol.Responses, Codex, Messages);
        Assert.Equal(
            """[{"name":"apply_patch","description":"P","input_schema":{"type":"object","properties":{"input":{"type":"string","description":"Raw text input. Grammar (lark): start: x"}},"required":["input"]}},{"name":"crm__get","description":"N","input_schema":{"type":"object","properties":{}}},{"name":"late","input_schema":{"type":"object","properties":{}}}]""",
            way.Body["tools"]!.ToJsonString());
        Assert.Equal("""{"type":"auto","disable_parallel_tool_use":true}""", way.Body["tool_choice"]!.ToJsonString());
        Assert.Equal("""{"type":"tool_use","id":"c1","name":"apply_patch","input":{"input":"*** Begin Patch"}}""", way.Body["messages"]![1]!["content"]![0]!.ToJsonString());
        Assert.Equal("c1", (string?)way.Body["messages"]![2]!["content"]![0]!["tool_use_id"]);
        Assert.Equal("hosted_tool_dropped,grammar_not_enforced", way.Tokens);
    }

    [Fact]
    [Trait("Case", "111")]
    public void Custom_calls_of_the_history_are_calls_of_functions_where_there_is_nothing_else()
    {
        var messages = new ToolWay(Protocol.Responses, Codex, Compatible).Body["messages"]!.AsArray();
        var call = messages.Single(message => message!["tool_calls"] is not null)!["tool_calls"]![0]!;
        Assert.Equal("function", (string?)call["type"]);
        Assert.Equal("*** Begin Patch", (string?)JsonNode.Parse((string)call["function"]!["arguments"]!)!["input"]);
        Assert.Equal("c1", (string?)messages.Single(message => (string?)message!["role"] == "tool")!["tool_call_id"]);
        var gemini = new ToolWay(Protocol.Responses, Codex, Gemini).Body.ToJsonString();
        Assert.Contains("""{"name":"apply_patch","args":{"input":"*** Begin Patch"}}""".Replace("{\"name", "\"name", StringComparison.Ordinal), gemini, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAI_itself_takes_custom_tools_in_chat()
    {
        var way = new ToolWay(Protocol.Responses, Codex, Chat);
        Assert.Equal("""{"type":"custom","custom":{"name":"apply_patch","description":"P","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: x"}}}}""", way.Body["tools"]![0]!.ToJsonString());
        Assert.Equal("crm__get", (string?)way.Body["tools"]![1]!["function"]!["name"]);
        Assert.DoesNotContain("grammar", way.Tokens, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Case", "109")]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void A_call_comes_back_as_raw_text_and_a_namespace_with_its_name(int size)
    {
        var way = new ToolWay(Protocol.Responses, Codex, Messages);
        var events = ToolWay.Events(way.Down(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"x","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t1","name":"apply_patch","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"input\": \"*** Begin\\n"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\\\"Patch\\\"\"}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t2","name":"crm__get","input":{}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}}

            event: message_stop
            data: {"type":"message_stop"}


            """, size));
        var output = events[^1]["response"]!["output"]!;
        Assert.Equal("response.completed", (string?)events[^1]["type"]);
        Assert.Equal("custom_tool_call", (string?)output[0]!["type"]);
        Assert.Equal("*** Begin\n\"Patch\"", (string?)output[0]!["input"]);
        Assert.Equal("t1", (string?)output[0]!["call_id"]);
        Assert.Equal("get", (string?)output[1]!["name"]);
        Assert.Equal("crm", (string?)output[1]!["namespace"]);
        Assert.Equal("{}", (string?)output[1]!["arguments"]);
        Assert.Equal("*** Begin\n\"Patch\"", string.Concat(events.Where(e => (string?)e["type"] == "response.custom_tool_call_input.delta").Select(e => (string?)e["delta"])));
    }

    [Fact]
    [Trait("Case", "110")]
    public void A_target_that_answers_a_custom_tool_as_a_function_is_unwrapped()
    {
        var way = new ToolWay(Protocol.Responses, """{"model":"m","input":"q","tools":[{"type":"custom","name":"apply_patch"}]}""", ToolWay.Target(Protocol.Responses, "gpt-5.1"));
        Assert.Equal("custom", (string?)way.Body["tools"]![0]!["type"]);
        var answer = way.Whole("""{"id":"r","object":"response","model":"m","status":"completed","output":[{"type":"function_call","id":"fc_1","call_id":"c","name":"apply_patch","arguments":"{\"input\":\"*** Begin Patch\"}","status":"completed"}]}""");
        Assert.Equal("custom_tool_call", (string?)answer["output"]![0]!["type"]);
        Assert.Equal("*** Begin Patch", (string?)answer["output"]![0]!["input"]);
    }

    [Fact]
    public void Arguments_of_another_shape_are_the_text()
    {
        var way = new ToolWay(Protocol.Responses, Codex, Messages);
        var answer = way.Whole("""{"id":"m","type":"message","role":"assistant","model":"x","content":[{"type":"tool_use","id":"a","name":"apply_patch","input":{"patch":"x"}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}""");
        Assert.Equal("""{"patch":"x"}""", (string?)answer["output"]![0]!["input"]);
    }
}
