using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

public sealed class CallTests
{
    private const string Interleaved = """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Looking"},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"Read","arguments":""}}]},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"Glob","arguments":""}}]},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"p\":"}}]},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{\"g\":\"*.cs\"}"}}]},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"a.cs\"}"}}]},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_tokens_details":{"cached_tokens":80}}}

        data: [DONE]


        """;

    private static readonly TranslationTarget Chat = ToolWay.Target(Protocol.Chat, "gpt-5.1");
    private static readonly TranslationTarget Messages = ToolWay.Target(Protocol.Messages, "claude-sonnet-4-5");
    private static readonly TranslationTarget Gemini = ToolWay.Target(Protocol.Gemini, "gemini-3-pro");

    [Theory]
    [InlineData("Read", "Glob")]
    [InlineData("my.Read", "my.Glob")]
    public void Two_calls_side_by_side_reach_a_client_of_Messages_whole(string read, string glob)
    {
        var way = new ToolWay(Protocol.Messages, $$$$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"tools":[{"name":"{{{{{read}}}}}","input_schema":{"type":"object"}},{"name":"{{{{{glob}}}}}","input_schema":{"type":"object"}}]}""", Chat);
        string stream = Interleaved.Replace("\"Read\"", $"\"{read.Replace('.', '_')}\"", StringComparison.Ordinal).Replace("\"Glob\"", $"\"{glob.Replace('.', '_')}\"", StringComparison.Ordinal);
        string whole = way.Down(stream);
        var events = ToolWay.Events(whole);
        var starts = events.Where(e => (string?)e["type"] == "content_block_start").Select(e => e["content_block"]!).ToList();
        Assert.Equal(["text", "tool_use", "tool_use"], starts.Select(start => (string?)start["type"]));
        Assert.Equal([read, glob], starts.Skip(1).Select(start => (string?)start["name"]));
        Assert.Equal(["call_a", "call_b"], starts.Skip(1).Select(start => (string?)start["id"]));
        Assert.Equal("""{"p":"a.cs"}""", Grown(events, 1));
        Assert.Equal("""{"g":"*.cs"}""", Grown(events, 2));
        Assert.Equal("tool_use", (string?)events.Single(e => (string?)e["type"] == "message_delta")["delta"]!["stop_reason"]);
        for (int size = 1; size < 60; size += 7) Assert.Equal(whole, new ToolWay(Protocol.Messages, $$$$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"tools":[{"name":"{{{{{read}}}}}","input_schema":{"type":"object"}},{"name":"{{{{{glob}}}}}","input_schema":{"type":"object"}}]}""", Chat).Down(stream, size));

        static string Grown(IEnumerable<JsonNode> events, int index) =>
            string.Concat(events.Where(e => (string?)e["type"] == "content_block_delta" && (int)e["index"]! == index).Select(e => (string?)e["delta"]!["partial_json"]));
    }

    [Fact]
    public void Two_calls_side_by_side_reach_a_client_of_Responses_whole()
    {
        var way = new ToolWay(Protocol.Responses, """{"model":"m","input":"q","tools":[{"type":"function","name":"Read"},{"type":"function","name":"Glob"}]}""", Chat);
        var output = ToolWay.Events(way.Down(Interleaved))[^1]["response"]!["output"]!;
        Assert.Equal(["message", "function_call", "function_call"], output.AsArray().Select(item => (string?)item!["type"]));
        Assert.Equal(["call_a", "call_b"], output.AsArray().Skip(1).Select(item => (string?)item!["call_id"]));
        Assert.All(output.AsArray().Skip(1), item => Assert.StartsWith("fc_", (string?)item!["id"], StringComparison.Ordinal));
        Assert.Equal("""{"p":"a.cs"}""", (string?)output[1]!["arguments"]);
    }

    [Theory]
    [Trait("Case", "219")]
    [InlineData("\"ls\"", """{"_raw_arguments":"ls"}""", "arguments_repaired")]
    [InlineData("null", "{}", "")]
    [InlineData("[1]", """{"_raw_arguments":[1]}""", "arguments_repaired")]
    public void Input_that_is_no_object_is_put_into_one(string input, string args, string tokens)
    {
        var way = new ToolWay(Protocol.Messages, $$$$$"""
            {"model":"m","max_tokens":9,"tools":[{"name":"f","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{{{{{input}}}}}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}]}
            """, Gemini);
        Assert.Equal(args, way.Body["contents"]![1]!["parts"]![0]!["functionCall"]!["args"]!.ToJsonString());
        Assert.Equal(tokens, way.Tokens);
    }

    [Theory]
    [Trait("Case", "220")]
    [InlineData("""{\"city\":\"A\"}{\"city\":\"B\"}""", """{"_raw_arguments":"{\"city\":\"A\"}{\"city\":\"B\"}"}""")]
    [InlineData("""{}{\"city\":\"B\"}""", """{"city":"B"}""")]
    [InlineData("{bad", """{"_raw_arguments":"{bad"}""")]
    [InlineData(""" {\"n\": 12345678901234567890, \"f\": 1.0} """, """{"n": 12345678901234567890, "f": 1.0}""")]
    [InlineData("", "{}")]
    [InlineData(" \\n", "{}")]
    public void Arguments_that_are_no_object_never_lose_the_call(string arguments, string input)
    {
        string body = $$$$$"""
            {"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{{{{{arguments}}}}}"}}]},{"role":"tool","tool_call_id":"c","content":"r"}],"tools":[{"type":"function","function":{"name":"f"}}]}
            """;
        foreach (var target in (TranslationTarget[])[Messages, Gemini])
        {
            var way = new ToolWay(Protocol.Chat, body, target);
            var value = target == Gemini ? way.Body["contents"]![1]!["parts"]![0]!["functionCall"]!["args"] : way.Body["messages"]![1]!["content"]![0]!["input"];
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(input), value), value!.ToJsonString());
            if (input.Contains("1234", StringComparison.Ordinal)) Assert.Contains("12345678901234567890", value.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Empty_arguments_are_an_empty_object_in_text()
    {
        const string body = """
            {"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"functionCall":{"name":"f"}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"r"}}}]}],"tools":[{"functionDeclarations":[{"name":"f"}]}]}
            """;
        Assert.Equal("{}", (string?)new ToolWay(Protocol.Gemini, body, Chat).Body["messages"]![1]!["tool_calls"]![0]!["function"]!["arguments"]);
        var input = new ToolWay(Protocol.Gemini, body, ToolWay.Target(Protocol.Responses, "gpt-5.1")).Body["input"]!;
        Assert.Equal("{}", (string?)input.AsArray().Single(item => (string?)item!["type"] == "function_call")!["arguments"]);
    }

    [Fact]
    [Trait("Case", "207")]
    public void A_call_that_is_told_twice_is_one_call()
    {
        var way = new ToolWay(Protocol.Chat, """
            {"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"text","text":"t"},{"type":"tool_use","id":"a","name":"f","input":{}},{"type":"tool_use","id":"b","name":"g","input":{"x":1}}],
              "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"r"},{"role":"tool","tool_call_id":"b","content":"s"}],
             "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}]}
            """, Messages);
        Assert.Equal(["b", "a"], way.Body["messages"]![1]!["content"]!.AsArray().Where(block => (string?)block!["type"] == "tool_use").Select(block => (string?)block!["id"]));
    }

    [Fact]
    [Trait("Case", "118")]
    public void A_result_that_only_looks_like_JSON_is_a_text()
    {
        var way = new ToolWay(Protocol.Responses, """
            {"model":"m","input":[{"role":"user","content":"q"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"{plist"}],"tools":[{"type":"function","name":"f"}]}
            """, Gemini);
        Assert.Equal("""{"output":"{plist"}""", way.Body["contents"]![2]!["parts"]![0]!["functionResponse"]!["response"]!.ToJsonString());
    }
}
