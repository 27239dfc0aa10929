using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

public sealed class ChoiceTests
{
    private const string Function = """{"type":"function","name":"f","parameters":{"type":"object","properties":{}}}""";
    private const string Other = """{"type":"function","name":"g","parameters":{"type":"object","properties":{}}}""";

    private static readonly TranslationTarget Chat = ToolWay.Target(Protocol.Chat, "gpt-5.1");
    private static readonly TranslationTarget Compatible = ToolWay.Target(Protocol.Chat, "qwen3", new TargetTraits { CustomTools = false });
    private static readonly TranslationTarget Messages = ToolWay.Target(Protocol.Messages, "claude-sonnet-4-5");
    private static readonly TranslationTarget Gemini = ToolWay.Target(Protocol.Gemini, "gemini-3-pro");

    [Fact]
    [Trait("Case", "116")]
    [Trait("Case", "195")]
    public void Without_tools_there_is_no_choice_and_no_word_on_parallel_calls()
    {
        foreach (string tools in (string[])["", "\"tools\":[],"])
        {
            var way = new ToolWay(Protocol.Responses, $$$$$"""{"model":"m","input":"q",{{{{{tools}}}}}"tool_choice":"auto","parallel_tool_calls":true}""", Chat);
            Assert.Null(way.Body["tools"]);
            Assert.Null(way.Body["tool_choice"]);
            Assert.Null(way.Body["parallel_tool_calls"]);
            Assert.Equal("", way.Tokens);
        }
    }

    [Fact]
    [Trait("Case", "196")]
    public void A_choice_by_name_has_the_form_of_each_target()
    {
        string body = $$$$$"""{"model":"m","input":"q","tools":[{{{{{Function}}}}},{{{{{Other}}}}}],"tool_choice":{"type":"function","name":"f"}}""";
        Assert.Equal("""{"type":"function","function":{"name":"f"}}""", new ToolWay(Protocol.Responses, body, Chat).Body["tool_choice"]!.ToJsonString());
        Assert.Equal("""{"type":"tool","name":"f"}""", new ToolWay(Protocol.Responses, body, Messages).Body["tool_choice"]!.ToJsonString());
        Assert.Equal("""{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}""", new ToolWay(Protocol.Responses, body, Gemini).Body["toolConfig"]!.ToJsonString());
    }

    [Fact]
    [Trait("Case", "194")]
    public void A_choice_of_a_tool_that_was_left_out_goes_with_it()
    {
        string body = $$$$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"tools":[{"name":"f","input_schema":{"type":"object"}},{"type":"web_search_20250305","name":"web_search"}],"tool_choice":{"type":"tool","name":"web_search"}}""";
        var way = new ToolWay(Protocol.Messages, body, Chat);
        Assert.Null(way.Body["tool_choice"]);
        Assert.Equal("hosted_tool_dropped,orphan_tool_choice", way.Tokens);
        way = new ToolWay(Protocol.Responses, $$$$$"""{"model":"m","input":"q","tools":[{{{{{Function}}}}},{"type":"web_search_preview"}],"tool_choice":{"type":"web_search_preview"}}""", Messages);
        Assert.Null(way.Body["tool_choice"]);
        Assert.Equal("hosted_tool_dropped,orphan_tool_choice", way.Tokens);
    }

    [Fact]
    public void A_choice_of_a_tool_that_never_was_is_refused()
    {
        var fault = Assert.Throws<ProtocolException>(() => new ToolWay(Protocol.Responses, $$$$$"""{"model":"m","input":"q","tools":[{{{{{Function}}}}}],"tool_choice":{"type":"function","name":"x"}}""", Messages));
        Assert.Equal("tool_choice", fault.Path);
        Assert.Contains("'x'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Case", "199")]
    [InlineData("required")]
    [InlineData("one")]
    public void A_model_that_cannot_be_forced_refuses(string kind)
    {
        string choice = kind == "one" ? """{"type":"function","function":{"name":"f"}}""" : "\"required\"";
        var fault = Assert.Throws<ProtocolException>(() => new ToolWay(
            Protocol.Chat,
            $$$$$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{{{{{Function}}}}}],"tool_choice":{{{{{choice}}}}}}""",
            ToolWay.Target(Protocol.Messages, "claude-fable-5")));
        Assert.Equal("tool_choice", fault.Path);
        Assert.Contains("claude-fable-5", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("required")]
    public void A_choice_among_some_sends_those_alone_where_there_is_no_word_for_it(string mode)
    {
        string body = $$$$"""{"model":"m","input":"q","tools":[{{{{Function}}}},{{{{Other}}}},{{{{Other.Replace("\"g\"", "\"h\"", StringComparison.Ordinal)}}}}],"tool_choice":{"type":"allowed_tools","mode":"{{{{mode}}}}","tools":[{"type":"function","name":"g"},{"type":"function","name":"f"}]}}""";
        var way = new ToolWay(Protocol.Responses, body, Messages);
        Assert.Equal(["f", "g"], way.Body["tools"]!.AsArray().Select(tool => (string?)tool!["name"]));
        Assert.Equal(mode == "auto" ? "auto" : "any", (string?)way.Body["tool_choice"]!["type"]);
        Assert.Equal("", way.Tokens);
        Assert.Equal(["f", "g"], new ToolWay(Protocol.Responses, body, Compatible).Body["tools"]!.AsArray().Select(tool => (string?)tool!["function"]!["name"]));
        var gemini = new ToolWay(Protocol.Responses, body, Gemini).Body["toolConfig"]!["functionCallingConfig"]!;
        Assert.Equal(mode == "auto" ? "VALIDATED" : "ANY", (string?)gemini["mode"]);
        Assert.Equal("""["g","f"]""", gemini["allowedFunctionNames"]!.ToJsonString());
        Assert.Equal("allowed_tools", (string?)new ToolWay(Protocol.Responses, body, Chat).Body["tool_choice"]!["type"]);
    }

    [Fact]
    public void One_call_at_a_time_is_told_where_it_can_be()
    {
        string body = $$$$$"""{"model":"m","input":"q","tools":[{{{{{Function}}}}}],"parallel_tool_calls":false}""";
        Assert.Equal("""{"type":"auto","disable_parallel_tool_use":true}""", new ToolWay(Protocol.Responses, body, Messages).Body["tool_choice"]!.ToJsonString());
        Assert.Equal([new Loss("parallel_not_enforceable", "parallel_tool_calls")], new ToolWay(Protocol.Responses, body, Gemini).Losses.Losses);
    }

    [Theory]
    [Trait("Case", "223")]
    [InlineData(false)]
    [InlineData(true)]
    public void Converse_has_no_word_for_none(bool isUsed)
    {
        string history = isUsed ? """{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}""" : """{"role":"user","content":"q"}""";
        var losses = new LossLog();
        var asked = Codec.ReadRequest(System.Text.Encoding.UTF8.GetBytes($$$$$"""{"model":"m","max_tokens":9,"messages":[{{{{{history}}}}}],"tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"none"}}"""), default);
        var request = Translation.Begin(asked, new TranslationSource(Protocol.Messages), ToolWay.Target(Protocol.Converse, "anthropic.claude-sonnet-4-5"), losses).Request;
        Assert.Equal(isUsed ? 1 : 0, request.Tools.Count);
        Assert.Equal(ToolChoiceKind.Unset, request.ToolChoice.Kind);
    }

    private static IChatCodec Codec => ToolWay.Codec(Protocol.Messages);
}
