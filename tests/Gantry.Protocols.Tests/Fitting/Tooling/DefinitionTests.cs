using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

public sealed class DefinitionTests
{
    private static readonly TranslationTarget Chat = ToolWay.Target(Protocol.Chat, "gpt-5.1");
    private static readonly TranslationTarget Messages = ToolWay.Target(Protocol.Messages, "claude-sonnet-4-5");
    private static readonly TranslationTarget Gemini = ToolWay.Target(Protocol.Gemini, "gemini-3-pro");
    private static readonly TranslationTarget OpenApi = ToolWay.Target(Protocol.Gemini, "gemini-2.0-flash");
    private static readonly TranslationTarget Responses = ToolWay.Target(Protocol.Responses, "gpt-5.1");

    [Fact]
    [Trait("Case", "80")]
    public void What_only_Messages_knows_of_a_tool_is_left_out_without_a_word()
    {
        const string body = """
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"custom","name":"X","defer_loading":true,"eager_input_streaming":true,"cache_control":{"type":"ephemeral"},"input_schema":{"type":"object"}}]}
            """;
        Assert.Equal("""[{"type":"function","name":"X","parameters":{"type":"object","properties":{}},"strict":false}]""", new ToolWay(Protocol.Messages, body, Responses).Body["tools"]!.ToJsonString());
        Assert.Equal("""[{"functionDeclarations":[{"name":"X"}]}]""", new ToolWay(Protocol.Messages, body, Gemini).Body["tools"]!.ToJsonString());
        Assert.Equal("", new ToolWay(Protocol.Messages, body, Responses).Tokens);
    }

    [Fact]
    public void A_request_of_Claude_Code_keeps_its_choice_for_chat()
    {
        var way = new ToolWay(Protocol.Messages, """
            {"model":"x","max_tokens":32000,"tools":[{"name":"Shot","input_schema":{"type":"object"},"defer_loading":true}],"tool_choice":{"type":"any","disable_parallel_tool_use":true},
             "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"Shot","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"k"}]}]}
            """, Chat);
        Assert.Equal("""[{"type":"function","function":{"name":"Shot","parameters":{"type":"object","properties":{}}}}]""", way.Body["tools"]!.ToJsonString());
        Assert.Equal("required", (string?)way.Body["tool_choice"]);
        Assert.False((bool)way.Body["parallel_tool_calls"]!);
        Assert.Equal("""[{"id":"t1","type":"function","function":{"name":"Shot","arguments":"{}"}}]""", way.Body["messages"]![1]!["tool_calls"]!.ToJsonString());
    }

    [Fact]
    [Trait("Case", "79")]
    public void Examples_go_into_the_description()
    {
        var way = new ToolWay(Protocol.Messages, """
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"Edit","description":"Edits.","input_schema":{"type":"object"},"input_examples":[{"path":"a"},{"path": "b"}]}]}
            """, Chat);
        Assert.Equal("Edits.\n\nExamples of input:\n{\"path\":\"a\"}\n{\"path\":\"b\"}", (string?)way.Body["tools"]![0]!["function"]!["description"]);
        string large = string.Join(',', Enumerable.Repeat("{\"path\":\"" + new string('x', 300) + "\"}", 9));
        way = new ToolWay(Protocol.Messages, $$$$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"Edit","input_schema":{"type":"object"},"input_examples":[{{{{{large}}}}}]}]}""", Chat);
        Assert.Equal([new Loss("param_dropped:input_examples", "tools[0].input_examples")], way.Losses.Losses);
    }

    [Fact]
    [Trait("Case", "88")]
    public void A_reference_to_a_deferred_tool_is_text_and_the_tool_is_there()
    {
        var way = new ToolWay(Protocol.Messages, """
            {"model":"m","max_tokens":9,"tools":[{"name":"ToolSearch","input_schema":{"type":"object"}},{"name":"x","defer_loading":true,"input_schema":{"type":"object"}}],
             "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"ToolSearch","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"tool_reference","tool_name":"x"}]}]}]}
            """, Chat);
        Assert.Equal(["ToolSearch", "x"], way.Body["tools"]!.AsArray().Select(tool => (string?)tool!["function"]!["name"]));
        Assert.Contains("Tool found: x", way.Body["messages"]![2]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "187")]
    public void A_plain_tool_of_chat_has_three_members_in_Messages()
    {
        var way = new ToolWay(Protocol.Chat, """
            {"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}}]}
            """, Messages);
        Assert.Equal("""[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"a":{"type":"string"}}}}]""", way.Body["tools"]!.ToJsonString());
    }

    [Fact]
    [Trait("Case", "188")]
    public void A_flat_tool_is_taken()
    {
        var way = new ToolWay(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}}}]}""", Messages);
        Assert.Equal("""[{"name":"f","input_schema":{"type":"object","properties":{}}}]""", way.Body["tools"]!.ToJsonString());
    }

    [Theory]
    [Trait("Case", "189")]
    [InlineData("""{"type":"function"}""")]
    [InlineData("""{"type":"telepathy","name":"t"}""")]
    public void A_tool_that_cannot_be_said_refuses_the_request(string tool)
    {
        var fault = Assert.Throws<ProtocolException>(() => new ToolWay(Protocol.Chat, $$$$$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f"}},{{{{{tool}}}}}]}""", Messages));
        Assert.StartsWith("tools[1]", fault.Path, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "193")]
    public void A_name_that_is_no_text_is_refused_by_its_path()
    {
        var fault = Assert.Throws<ProtocolException>(() => new ToolWay(Protocol.Messages, """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"tools":[{"name":123,"input_schema":{"type":"object"}}]}""", Responses));
        Assert.Equal("tools[0].name", fault.Path);
    }

    [Fact]
    [Trait("Case", "107")]
    [Trait("Case", "115")]
    public void Late_tools_join_the_others_and_the_first_of_a_name_counts()
    {
        const string f = """{"type":"function","name":"f","description":"one","parameters":{"type":"object","properties":{}}}""";
        foreach (var target in (TranslationTarget[])[Chat, Messages, Gemini])
        {
            var way = new ToolWay(Protocol.Responses, $$$$$"""
                {"model":"m","input":[{"type":"additional_tools","role":"developer","tools":[{{{{{f}}}}},{"type":"function","name":"late_tool","parameters":{"type":"object","properties":{}}}]},{"role":"user","content":"q"}],"tools":[{{{{{f}}}}}]}
                """, target);
            Assert.Equal(["f", "late_tool"], way.Request.Tools.Select(tool => tool.Name));
            Assert.Equal("", way.Tokens);
            Assert.DoesNotContain("additional_tools", way.Body.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_second_tool_of_one_name_is_left_out_and_told()
    {
        var way = new ToolWay(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"f","description":"other"}}]}""", Gemini);
        Assert.Single(way.Request.Tools);
        Assert.Equal("duplicate_tool", way.Tokens);
    }

    [Theory]
    [Trait("Case", "173")]
    [Trait("Case", "175")]
    [Trait("Case", "176")]
    [Trait("Case", "178")]
    [Trait("Case", "179")]
    [Trait("Case", "181")]
    [Trait("Case", "182")]
    [Trait("Case", "183")]
    [InlineData("""{"items":{"type":"array","items":{"type":"object","propertyNames":{"pattern":"^[a-z]+$"},"properties":{"a":{"type":"string"}}}}}""", "\"propertyNames\"")]
    [InlineData("""{"encrypted":{"type":"string","encrypted":true}}""", "\"encrypted\":true")]
    [InlineData("""{"properties":{"type":"object","properties":{"a":{"type":"string"}}},"required":{"type":"string"},"title":{"type":"string","title":"T"}}""", "\"T\"")]
    [InlineData("""{"o":{"type":"object","properties":{"a":{"type":"string"}},"if":{"required":["a"]},"then":{"properties":{"b":{"type":"string"}},"required":["b"]}}}""", "\"then\"")]
    [InlineData("""{"a":{"type":["string","null"]},"b":{"type":5}}""", "\"type\":5")]
    [InlineData("""{"o":{"allOf":[{"properties":{"a":{}}},{"properties":{"b":{}},"required":["b"]}]}}""", "allOf")]
    [InlineData("""{"x":true,"l":{"type":"array","items":true}}""", "\"items\":true")]
    [InlineData("""{"n":{"type":"integer","enum":[1,2]}}""", "\"1\"")]
    public void Schemas_are_lowered_for_Gemini_and_keep_their_properties(string properties, string gone)
    {
        foreach (var target in (TranslationTarget[])[Gemini, OpenApi])
        {
            var way = new ToolWay(Protocol.Messages, $$$$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"tools":[{"name":"f","input_schema":{"type":"object","properties":{{{{{properties}}}}}}}]}""", target);
            var declaration = way.Body["tools"]![0]!["functionDeclarations"]![0]!;
            var schema = (target == OpenApi ? declaration["parameters"] : declaration["parametersJsonSchema"])!;
            Assert.Equal(JsonNode.Parse(properties)!.AsObject().Select(member => member.Key), schema["properties"]!.AsObject().Select(member => member.Key));
            Assert.DoesNotContain(gone, schema.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Case", "172")]
    [Trait("Case", "184")]
    public void A_schema_for_older_Gemini_is_Googles_subset()
    {
        var way = new ToolWay(Protocol.Chat, """
            {"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,"required":["mode","ghost"],
             "properties":{"mode":{"const":"fast"},"n":{"type":["integer","null"],"exclusiveMinimum":0},"u":{"oneOf":[{"type":"string"},{"type":"number"}]},
              "list":{"type":"array"},"level":{"type":"integer","enum":[1,2]},"title":{"type":"string","title":"T","format":"uri"},"m":{"type":"object","additionalProperties":{"type":"string"}}}}}}]}
            """, OpenApi);
        var schema = way.Body["tools"]![0]!["functionDeclarations"]![0]!["parameters"]!;
        Assert.Null(schema["$schema"]);
        Assert.Null(schema["additionalProperties"]);
        Assert.Equal("""["mode"]""", schema["required"]!.ToJsonString());
        Assert.True((bool)schema["properties"]!["n"]!["nullable"]!);
        Assert.Contains("exclusiveMinimum: 0", (string?)schema["properties"]!["n"]!["description"], StringComparison.Ordinal);
        Assert.Contains("string", (string?)schema["properties"]!["m"]!["description"], StringComparison.Ordinal);
        Assert.All(way.Losses.Losses, loss => Assert.StartsWith("tools[0].function.parameters", loss.Path, StringComparison.Ordinal));
        Assert.Contains("schema_sanitized", way.Tokens, StringComparison.Ordinal);
        var again = new ToolWay(Protocol.Chat, $$$$$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","parameters":{{{{{schema.ToJsonString()}}}}}}}]}""", OpenApi);
        Assert.Equal(schema.ToJsonString(), again.Body["tools"]![0]!["functionDeclarations"]![0]!["parameters"]!.ToJsonString());
    }

    [Fact]
    [Trait("Case", "177")]
    public void A_bare_map_of_properties_is_mended()
    {
        var way = new ToolWay(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"type":"string","required":true}}}}}]}""", Gemini);
        Assert.Equal("""["a"]""", way.Body["tools"]![0]!["functionDeclarations"]![0]!["parametersJsonSchema"]!["required"]!.ToJsonString());
    }

    [Fact]
    [Trait("Case", "185")]
    public void A_union_at_the_root_becomes_an_object()
    {
        const string tools = """[{"type":"function","function":{"name":"f","parameters":{"oneOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"string"}}}]}}}]""";
        foreach (var target in (TranslationTarget[])[Messages, Gemini, Responses])
        {
            var way = new ToolWay(Protocol.Chat, $$$$$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":{{{{{tools}}}}}}""", target);
            Assert.Contains(new Loss("schema_root_union_flattened", "tools[0].function.parameters.oneOf"), way.Losses.Losses);
            Assert.DoesNotContain("oneOf\":", way.Body.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_schema_without_an_end_refuses_the_request()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"type":"object","properties":{"a":""", 40)) + "{}" + string.Concat(Enumerable.Repeat("}}", 40));
        var fault = Assert.Throws<ProtocolException>(() => new ToolWay(Protocol.Chat, $$$$$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","parameters":{{{{{deep}}}}}}}]}""", Gemini));
        Assert.Contains("schema_too_deep", fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("tools[0].function.parameters", fault.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", true, "")]
    [InlineData("claude-sonnet-4", null, "strict_dropped")]
    public void Strictness_goes_to_models_that_know_it(string model, bool? strict, string tokens)
    {
        var way = new ToolWay(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}}}]}""", ToolWay.Target(Protocol.Messages, model));
        Assert.Equal(strict, (bool?)way.Body["tools"]![0]!["strict"]);
        Assert.Equal(tokens, way.Tokens);
    }

    [Fact]
    public void Tools_that_are_all_strict_make_Gemini_validate()
    {
        const string tool = """{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}}}""";
        var way = new ToolWay(Protocol.Chat, $$$$$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{{{{{tool}}}}}]}""", Gemini);
        Assert.Equal("""{"functionCallingConfig":{"mode":"VALIDATED"}}""", way.Body["toolConfig"]!.ToJsonString());
        way = new ToolWay(Protocol.Chat, $$$$$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{{{{{tool}}}}},{"type":"function","function":{"name":"g"}}]}""", Gemini);
        Assert.Null(way.Body["toolConfig"]);
        Assert.DoesNotContain("strict", way.Tokens, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_tools_of_Chat_Responses_is_told_that_they_are_not_strict_unless_they_are()
    {
        const string tools = """[{"type":"function","function":{"name":"open","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}},{"type":"function","function":{"name":"shut","strict":true,"parameters":{"type":"object","properties":{},"required":[],"additionalProperties":false}}}]""";
        var way = new ToolWay(Protocol.Chat, $$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":{{tools}}}""", Responses);
        Assert.Equal([false, true], way.Body["tools"]!.AsArray().Select(tool => (bool)tool!["strict"]!));
    }

    [Fact]
    public void A_strict_tool_of_Messages_stays_so_only_where_its_schema_is()
    {
        const string open = """{"name":"f","strict":true,"input_schema":{"type":"object","properties":{"a":{"type":"string"}}}}""";
        const string closed = """{"name":"g","strict":true,"input_schema":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}}""";
        var way = new ToolWay(Protocol.Messages, $$$$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"tools":[{{{{{open}}}}},{{{{{closed}}}}}]}""", Responses);
        Assert.Equal([false, true], way.Body["tools"]!.AsArray().Select(tool => (bool)tool!["strict"]!));
        Assert.Equal([new Loss("strict_dropped", "tools[0].strict")], way.Losses.Losses);
    }
}
