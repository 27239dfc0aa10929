using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

public sealed class HostedToolTests
{
    private const string Search = """{"type":"web_search_20250305","name":"web_search","allowed_domains":["a.example"],"blocked_domains":[],"max_uses":3}""";
    private const string Read = """{"name":"Read","input_schema":{"type":"object"}}""";

    private static readonly TargetTraits Mapped = new() { MapHostedTools = true };
    private static readonly TranslationTarget Chat = ToolWay.Target(Protocol.Chat, "gpt-5.1");

    [Theory]
    [Trait("Case", "82")]
    [Trait("Case", "83")]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Gemini)]
    [InlineData(Protocol.Responses)]
    public void A_request_for_nothing_but_a_foreign_search_is_refused(Protocol target)
    {
        var fault = Assert.Throws<ProtocolException>(() => Asked(Search, ToolWay.Target(target, "m")));
        Assert.Equal("tools[0]", fault.Path);
        Assert.Contains("web_search_20250305", fault.Message, StringComparison.Ordinal);
        Assert.Contains(target.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Among_others_a_foreign_search_is_left_out_and_told()
    {
        var way = Asked(Search + "," + Read, Chat);
        Assert.Equal(["Read"], way.Request.Tools.Select(tool => tool.Name));
        Assert.Equal([new Loss("hosted_tool_dropped", "tools[0]")], way.Losses.Losses);
    }

    [Theory]
    [InlineData(Protocol.Responses, """[{"type":"web_search","filters":{"allowed_domains":["a.example"]}}]""", "param_dropped:max_uses")]
    [InlineData(Protocol.Gemini, """[{"googleSearch":{}}]""", "param_dropped:allowed_domains,param_dropped:max_uses")]
    public void A_search_is_the_targets_own_where_that_is_wished(Protocol target, string tools, string tokens)
    {
        var way = Asked(Search, ToolWay.Target(target, target == Protocol.Gemini ? "gemini-3-pro" : "gpt-5.1", Mapped));
        Assert.Equal(tools, way.Body["tools"]!.ToJsonString());
        Assert.Equal(tokens, way.Tokens);
    }

    [Fact]
    public void A_search_of_Responses_is_one_of_Messages_and_keeps_its_domains()
    {
        var way = new ToolWay(Protocol.Responses, """{"model":"m","input":"q","tools":[{"type":"web_search","filters":{"allowed_domains":["a.example"]},"search_context_size":"low"},{"type":"code_interpreter","container":{"type":"auto"}}]}""", ToolWay.Target(Protocol.Messages, "claude-sonnet-4-5", Mapped));
        Assert.Equal("""[{"type":"web_search_20250305","name":"web_search","allowed_domains":["a.example"]},{"type":"code_execution_20250522","name":"code_execution"}]""", way.Body["tools"]!.ToJsonString());
    }

    [Fact]
    [Trait("Case", "161")]
    public void Older_Gemini_takes_functions_or_a_search()
    {
        var way = Asked(Search + "," + Read, ToolWay.Target(Protocol.Gemini, "gemini-2.5-flash", Mapped));
        Assert.Equal(["Read"], way.Request.Tools.Select(tool => tool.Name));
        Assert.Equal("hosted_tool_dropped", way.Tokens);
    }

    [Fact]
    [Trait("Case", "160")]
    public void Older_Gemini_is_not_asked_for_the_parts_of_a_search()
    {
        const string body = """{"contents":[{"role":"user","parts":[{"text":"q"}]}],"tools":[{"googleSearch":{}}],"toolConfig":{"includeServerSideToolInvocations":true}}""";
        Assert.Null(new ToolWay(Protocol.Gemini, body, ToolWay.Target(Protocol.Gemini, "gemini-2.5-pro")).Body["toolConfig"]);
        Assert.NotNull(new ToolWay(Protocol.Gemini, body, ToolWay.Target(Protocol.Gemini, "gemini-3-pro")).Body["toolConfig"]);
    }

    [Fact]
    [Trait("Case", "85")]
    public void Empty_lists_of_domains_are_left_out()
    {
        var way = Asked("""{"type":"web_search_20250305","name":"web_search","allowed_domains":[],"blocked_domains":[]}""", ToolWay.Target(Protocol.Messages, "claude-sonnet-4-5"));
        Assert.Equal("""[{"type":"web_search_20250305","name":"web_search"}]""", way.Body["tools"]!.ToJsonString());
    }

    [Fact]
    public void Servers_of_tools_are_refused()
    {
        Assert.Throws<ProtocolException>(() => new ToolWay(Protocol.Responses, """{"model":"m","input":"q","tools":[{"type":"function","name":"f"},{"type":"mcp","server_label":"s","server_url":"https://s.example"}]}""", Chat));
        var fault = Assert.Throws<ProtocolException>(() => new ToolWay(Protocol.Messages, """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"mcp_servers":[{"type":"url","url":"https://s.example","name":"s"}]}""", Chat));
        Assert.Equal("mcp_servers", fault.Path);
    }

    [Fact]
    public void Tools_of_Anthropic_that_the_client_runs_are_functions_by_their_names()
    {
        var way = Asked("""{"type":"bash_20250124","name":"bash"},{"type":"text_editor_20250728","name":"str_replace_based_edit_tool"},{"type":"computer_20250124","name":"computer","display_width_px":1024,"display_height_px":768},{"type":"memory_20250818","name":"memory"}""", Chat);
        Assert.Equal(["bash", "str_replace_based_edit_tool", "computer", "memory"], way.Body["tools"]!.AsArray().Select(tool => (string?)tool!["function"]!["name"]));
        Assert.Contains("1024 x 768", (string?)way.Body["tools"]![2]!["function"]!["description"], StringComparison.Ordinal);
        Assert.Equal("string", (string?)way.Body["tools"]![0]!["function"]!["parameters"]!["properties"]!["command"]!["type"]);
        var answer = way.Whole("""{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"n1","type":"function","function":{"name":"bash","arguments":"{\"command\":\"ls\"}"}}]},"finish_reason":"tool_calls"}]}""");
        Assert.Equal("""{"type":"tool_use","id":"n1","name":"bash","input":{"command":"ls"},"caller":{"type":"direct"}}""", answer["content"]![0]!.ToJsonString());
    }

    [Fact]
    public void Tools_of_OpenAI_that_the_client_runs_go_as_functions_and_come_back_as_items_of_their_own()
    {
        var way = new ToolWay(Protocol.Responses, """
            {"model":"m","tools":[{"type":"local_shell"},{"type":"apply_patch"}],"input":[{"role":"user","content":"q"},
              {"type":"local_shell_call","id":"lsh_1","call_id":"c1","status":"completed","action":{"type":"exec","command":["ls"],"env":{}}},{"type":"local_shell_call_output","call_id":"c1","output":"a.txt"}]}
            """, ToolWay.Target(Protocol.Messages, "claude-sonnet-4-5"));
        Assert.Equal(["local_shell", "apply_patch"], way.Body["tools"]!.AsArray().Select(tool => (string?)tool!["name"]));
        Assert.Equal("local_shell", (string?)way.Body["messages"]![1]!["content"]![0]!["name"]);
        Assert.Equal("c1", (string?)way.Body["messages"]![2]!["content"]![0]!["tool_use_id"]);
        Assert.Equal("", way.Tokens);
        const string reply = """{"id":"m","type":"message","role":"assistant","model":"x","content":[{"type":"tool_use","id":"a","name":"local_shell","input":{"command":["pwd"]}},{"type":"tool_use","id":"b","name":"apply_patch","input":{"type":"delete_file","path":"x"}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}""";
        var output = way.Whole(reply)["output"]!;
        Assert.Equal("local_shell_call", (string?)output[0]!["type"]);
        Assert.Equal("a", (string?)output[0]!["call_id"]);
        Assert.Equal("""{"type":"exec","command":["pwd"],"env":{}}""", output[0]!["action"]!.ToJsonString());
        Assert.Equal("apply_patch_call", (string?)output[1]!["type"]);
        Assert.Equal("""{"type":"delete_file","path":"x"}""", output[1]!["operation"]!.ToJsonString());

        var events = ToolWay.Events(way.Down("""
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"x","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"local_shell","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"command\":[\"pwd\"]}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}}

            event: message_stop
            data: {"type":"message_stop"}


            """));
        Assert.Equal(
            ["response.created", "response.in_progress", "response.output_item.added", "response.output_item.done", "response.completed"],
            events.Select(e => (string?)e["type"]));
        Assert.Equal(output[0]!["action"]!.ToJsonString(), events[3]["item"]!["action"]!.ToJsonString());
    }

    [Fact]
    public void What_a_providers_own_tools_did_is_told_in_words()
    {
        var way = new ToolWay(Protocol.Messages, """
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"cats"}},
              {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","title":"Cats","url":"https://c.example","encrypted_content":"SECRET","page_age":"1 day"}]},{"type":"text","text":"a"}]},{"role":"user","content":"b"}]}
            """, Chat);
        string body = way.Body.ToJsonString();
        Assert.Contains("cats", body, StringComparison.Ordinal);
        Assert.Contains("https://c.example", body, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", body, StringComparison.Ordinal);
        Assert.Equal("", way.Tokens);
    }

    private static ToolWay Asked(string tools, TranslationTarget target) =>
        new(Protocol.Messages, $$$$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"tools":[{{{{{tools}}}}}]}""", target);
}
