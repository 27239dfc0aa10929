using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

public sealed class OutputFormatTests
{
    private const string Schema = """{"type":"object","properties":{"a":{"type":"string","minLength":2}},"required":["a"]}""";
    private const string Function = """{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}""";
    private const string Native = "claude-sonnet-4-5";
    private const string Older = "claude-3-7-sonnet";

    private static readonly TranslationTarget Gemini = ToolWay.Target(Protocol.Gemini, "gemini-3-pro");
    private static readonly TranslationTarget Gemini25 = ToolWay.Target(Protocol.Gemini, "gemini-2.5-flash");
    private static readonly TranslationTarget Responses = ToolWay.Target(Protocol.Responses, "gpt-5.1");

    [Fact]
    public void A_schema_is_native_where_the_model_knows_it()
    {
        var way = Asked(Schema, ToolWay.Target(Protocol.Messages, Native));
        var format = way.Body["output_config"]!["format"]!;
        Assert.Equal("json_schema", (string?)format["type"]);
        Assert.False((bool)format["schema"]!["additionalProperties"]!);
        Assert.Contains("minLength: 2", (string?)format["schema"]!["properties"]!["a"]!["description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\\\"a\\\":\\\"xy\\\"}", "{\"a\":\"xy\"}")]
    public void Elsewhere_a_tool_is_forced_and_its_input_is_the_text(string json, string text)
    {
        var way = Asked(Schema, ToolWay.Target(Protocol.Messages, Older));
        Assert.Equal("json_output", (string?)way.Body["tools"]![0]!["name"]);
        Assert.Equal(Schema, way.Body["tools"]![0]!["input_schema"]!.ToJsonString());
        Assert.Equal("""{"type":"tool","name":"json_output","disable_parallel_tool_use":true}""", way.Body["tool_choice"]!.ToJsonString());
        Assert.Null(way.Body["output_config"]);
        Assert.Equal("", way.Tokens);
        foreach (int size in (int[])[1, int.MaxValue])
        {
            var events = ToolWay.Events(way.Down(Reply(json), size));
            Assert.Equal(text, string.Concat(events.Select(e => (string?)e["choices"]?.AsArray().FirstOrDefault()?["delta"]?["content"])));
            Assert.Equal("stop", events.Select(e => (string?)e["choices"]?.AsArray().FirstOrDefault()?["finish_reason"]).Single(reason => reason is not null));
            Assert.DoesNotContain(events, e => e["choices"]?.AsArray().FirstOrDefault()?["delta"]?["tool_calls"] is not null);
        }
    }

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "{\\\"result\\\":[1,\\n 2]}", "[1,2]")]
    [InlineData("""{"type":"string","enum":["x","y"]}""", "{\\\"result\\\":\\\"x\\\"}", "\"x\"")]
    [InlineData("""{"type":"string"}""", "{\\\"else\\\":1}", "{\"else\":1}")]
    public void What_is_no_object_is_wrapped_and_unwrapped(string schema, string json, string text)
    {
        var way = Asked(schema, ToolWay.Target(Protocol.Messages, Older));
        var input = way.Body["tools"]![0]!["input_schema"]!;
        Assert.Equal("""["result"]""", input["required"]!.ToJsonString());
        Assert.Equal(JsonNode.Parse(schema)!["type"]!.ToString(), input["properties"]!["result"]!["type"]!.ToString());
        var events = ToolWay.Events(way.Down(Reply(json)));
        Assert.Equal(text, string.Concat(events.Select(e => (string?)e["choices"]?.AsArray().FirstOrDefault()?["delta"]?["content"])));
    }

    [Fact]
    public void Beside_tools_of_the_client_words_must_do()
    {
        var way = Asked(Schema, ToolWay.Target(Protocol.Messages, Older), Function);
        Assert.Equal(["f"], way.Request.Tools.Select(tool => tool.Name));
        Assert.Contains(Schema, way.Request.Instructions[^1].Text.ToString(), StringComparison.Ordinal);
        Assert.Equal([new Loss("json_schema_best_effort", "response_format")], way.Losses.Losses);
    }

    [Fact]
    public void Any_object_is_asked_for_in_words()
    {
        var way = new ToolWay(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"q"}],"response_format":{"type":"json_object"}}""", ToolWay.Target(Protocol.Messages, Native));
        Assert.Contains("JSON object", way.Body["system"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("json_object_best_effort", way.Tokens);
    }

    [Fact]
    [Trait("Case", "158")]
    public void Any_object_is_a_media_type_for_Gemini()
    {
        var way = new ToolWay(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"q"}],"response_format":{"type":"json_object"}}""", Gemini);
        Assert.Equal("""{"responseMimeType":"application/json"}""", way.Body["generationConfig"]!.ToJsonString());
    }

    [Fact]
    [Trait("Case", "128")]
    public void The_form_of_Responses_is_not_forgotten()
    {
        string body = $$$$$"""{"model":"m","input":"q","text":{"format":{"type":"json_schema","name":"my form","strict":true,"schema":{{{{{Schema}}}}}}}}""";
        var chat = new ToolWay(Protocol.Responses, body, ToolWay.Target(Protocol.Chat, "gpt-5.1")).Body["response_format"]!;
        Assert.Equal("my_form", (string?)chat["json_schema"]!["name"]);
        Assert.True((bool)chat["json_schema"]!["strict"]!);
        var gemini = new ToolWay(Protocol.Responses, body, Gemini).Body["generationConfig"]!;
        Assert.Equal("application/json", (string?)gemini["responseMimeType"]);
        Assert.Equal("string", (string?)gemini["responseJsonSchema"]!["properties"]!["a"]!["type"]);
    }

    [Fact]
    [Trait("Case", "159")]
    public void Older_Gemini_takes_functions_or_a_form()
    {
        var way = Asked(Schema, Gemini25, Function);
        Assert.Null(way.Body["generationConfig"]);
        Assert.Contains("JSON Schema", way.Body["systemInstruction"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("json_schema_best_effort", way.Tokens);
        Assert.NotNull(Asked(Schema, Gemini25).Body["generationConfig"]);
        Assert.NotNull(Asked(Schema, Gemini, Function).Body["generationConfig"]);
    }

    [Fact]
    public void A_form_of_Messages_has_a_name_and_is_strict_only_as_it_stands()
    {
        const string closed = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""";
        foreach (var (schema, strict) in ((string, bool)[])[(Schema, false), (closed, true)])
        {
            var way = new ToolWay(Protocol.Messages, $$$$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"output_config":{"format":{"type":"json_schema","schema":{{{{{schema}}}}}}}}""", Responses);
            var format = way.Body["text"]!["format"]!;
            Assert.Equal("response", (string?)format["name"]);
            Assert.Equal(strict, (bool)format["strict"]!);
        }
    }

    [Fact]
    public void A_form_that_is_no_JSON_is_refused()
    {
        var fault = Assert.Throws<ProtocolException>(() => new ToolWay(
            Protocol.Gemini, """{"contents":[{"role":"user","parts":[{"text":"q"}]}],"generationConfig":{"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING","enum":["a"]}}}""", Responses));
        Assert.Equal("generationConfig.responseMimeType", fault.Path);
    }

    [Fact]
    [Trait("Case", "157")]
    public void A_cached_prompt_has_its_tools_and_instructions_in_the_cache()
    {
        var way = new ToolWay(Protocol.Chat, $$$$$"""{"model":"m","cached_content":"cachedContents/abc","messages":[{"role":"system","content":"S"},{"role":"user","content":"q"}],"tools":[{{{{{Function}}}}}],"tool_choice":"auto"}""", Gemini);
        Assert.Equal("cachedContents/abc", (string?)way.Body["cachedContent"]);
        Assert.Null(way.Body["systemInstruction"]);
        Assert.Null(way.Body["tools"]);
        Assert.Null(way.Body["toolConfig"]);
    }

    private static ToolWay Asked(string schema, TranslationTarget target, string tools = "") =>
        new(Protocol.Chat, $$$$$"""{"model":"m","stream":true,"messages":[{"role":"user","content":"q"}],"tools":[{{{{{tools}}}}}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{{{{{schema}}}}}}}}""", target);

    private static string Reply(string json) =>
        $$$$$"""
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"x","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t1","name":"json_output","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{{{{{json}}}}}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}}

        event: message_stop
        data: {"type":"message_stop"}


        """;
}
