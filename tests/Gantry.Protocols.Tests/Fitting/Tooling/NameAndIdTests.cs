using System.Text.Json.Nodes;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

public sealed class NameAndIdTests
{
    private const string Long = "mcp__company.internal.knowledge-base__search_documents_with_filters_and_ranking_v2";
    private const string Wire = "mcp__company_internal_knowledge-base__search_documents__484f1d48";

    private static readonly TranslationTarget Chat = ToolWay.Target(Protocol.Chat, "gpt-5.1");
    private static readonly TranslationTarget Messages = ToolWay.Target(Protocol.Messages, "claude-sonnet-4-5");
    private static readonly TranslationTarget Gemini = ToolWay.Target(Protocol.Gemini, "gemini-3-pro");
    private static readonly TranslationTarget Responses = ToolWay.Target(Protocol.Responses, "gpt-5.1");

    [Fact]
    [Trait("Case", "190")]
    public void A_long_name_is_short_and_legal_on_the_wire_and_itself_in_the_answer()
    {
        var way = new ToolWay(Protocol.Messages, $$$$$"""
            {"model":"m","max_tokens":9,"tools":[{"name":"{{{{{Long}}}}}","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"tool","name":"{{{{{Long}}}}}"},
             "messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"{{{{{Long}}}}}","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"r"}]}]}
            """, Chat);
        Assert.Equal(64, Wire.Length);
        Assert.Equal(Wire, (string?)way.Body["tools"]![0]!["function"]!["name"]);
        Assert.Equal(Wire, (string?)way.Body["tool_choice"]!["function"]!["name"]);
        Assert.Contains(Wire, way.Body["messages"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Long, way.Body.ToJsonString(), StringComparison.Ordinal);
        var answer = way.Whole($$$$$"""{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"n1","type":"function","function":{"name":"{{{{{Wire}}}}}","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");
        Assert.Equal(Long, (string?)answer["content"]![0]!["name"]);
        Assert.Equal("tool_use", (string?)answer["stop_reason"]);
    }

    [Fact]
    [Trait("Case", "191")]
    public void Names_that_would_be_one_stay_two()
    {
        var way = new ToolWay(Protocol.Chat, """
            {"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"fs.readFile"}},{"type":"function","function":{"name":"fs_readFile"}}]}
            """, Messages);
        Assert.Equal(["fs_readFile_2b4d2d31", "fs_readFile"], way.Body["tools"]!.AsArray().Select(tool => (string?)tool!["name"]));
        var answer = way.Whole("""{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"tool_use","id":"a","name":"fs_readFile_2b4d2d31","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}""");
        Assert.Equal("fs.readFile", (string?)answer["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["name"]);
    }

    [Theory]
    [InlineData("unheard_of")]
    public void A_name_that_was_never_sent_passes(string name)
    {
        var way = new ToolWay(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"a.b"}}]}""", Messages);
        var answer = way.Whole($$$$$"""{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"tool_use","id":"a","name":"{{{{{name}}}}}","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}""");
        Assert.Equal(name, (string?)answer["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["name"]);
    }

    [Fact]
    [Trait("Case", "200")]
    public void An_id_that_is_too_long_for_chat_is_the_same_hash_on_call_and_result()
    {
        const string id = "fc_0f0e50a1476a6c35006912c58dc9f8819192c25864eb16f07f";
        string body = $$$$$"""
            {"model":"m","input":[{"role":"user","content":"q"},{"type":"function_call","call_id":"{{{{{id}}}}}","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"{{{{{id}}}}}","output":"r"}],
             "tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}}}]}
            """;
        var way = new ToolWay(Protocol.Responses, body, Chat);
        var messages = way.Body["messages"]!;
        Assert.Equal("call_021d53e00b8bce40d689fb9dd1b7f5", (string?)messages[1]!["tool_calls"]![0]!["id"]);
        Assert.Equal("call_021d53e00b8bce40d689fb9dd1b7f5", (string?)messages[2]!["tool_call_id"]);
        Assert.Equal(id, (string?)new ToolWay(Protocol.Responses, body, Messages).Body["messages"]![1]!["content"]![0]!["id"]);
    }

    [Fact]
    [Trait("Case", "201")]
    [Trait("Case", "202")]
    [Trait("Case", "135")]
    public void Ids_too_long_for_Responses_are_hashed_whole_and_hidden_data_is_taken_off()
    {
        string a = new('a', 86), b = new string('a', 85) + "b";
        string Call(string id) => $$$$$"""{"id":"{{{{{id}}}}}","type":"function","function":{"name":"f","arguments":"{}"}}""";
        string Result(string id) => $$$$$"""{"role":"tool","tool_call_id":"{{{{{id}}}}}","content":"r"}""";
        string hidden = "call_1__thought__" + new string('x', 900);
        var way = new ToolWay(Protocol.Chat, $$$$$"""
            {"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{{{{{Call(a)}}}}},{{{{{Call(b)}}}}},{{{{{Call(hidden)}}}}}]},
             {{{{{Result(a)}}}}},{{{{{Result(b)}}}}},{{{{{Result(hidden)}}}}}],"tools":[{"type":"function","function":{"name":"f"}}]}
            """, Responses);
        var ids = way.Body["input"]!.AsArray().Where(item => item!["call_id"] is not null).Select(item => (string)item!["call_id"]!).ToList();
        Assert.Equal(ids[..3], ids[3..]);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(id.Length <= 64));
        Assert.Equal("call_1", ids[2]);
    }

    [Fact]
    [Trait("Case", "203")]
    public void An_id_with_characters_that_Messages_refuses_is_hashed()
    {
        var way = new ToolWay(Protocol.Chat, """
            {"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"functions.read:0","type":"function","function":{"name":"read","arguments":""}},{"id":"c2","type":"function","function":{"name":"read","arguments":"{bad"}}]},
             {"role":"tool","tool_call_id":"functions.read:0","content":"two"},{"role":"tool","tool_call_id":"c2","content":"x"}]}
            """, Messages);
        var calls = way.Body["messages"]![1]!["content"]!;
        Assert.Equal("""[{"type":"tool_use","id":"call_c216cab2de2e56d547b4e6340edfc1","name":"read","input":{}},{"type":"tool_use","id":"c2","name":"read","input":{"_raw_arguments":"{bad"}}]""", calls.ToJsonString());
        Assert.Equal("""[{"name":"read","input_schema":{"type":"object"}}]""", way.Body["tools"]!.ToJsonString());
        Assert.Equal("none", (string?)way.Body["tool_choice"]!["type"]);
        Assert.Contains("\"tool_use_id\":\"call_c216cab2de2e56d547b4e6340edfc1\"", way.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("arguments_repaired", way.Tokens, StringComparison.Ordinal);
        Assert.Contains("tools_synthesized", way.Tokens, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "205")]
    public void An_id_that_the_conversation_knows_is_new_for_the_client_and_stays_so()
    {
        const string tools = """[{"name":"f","input_schema":{"type":"object","properties":{}}}]""";
        const string reply = """{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}},{"type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";
        string body = $$$$$"""
            {"model":"m","max_tokens":9,"tools":{{{{{tools}}}}},"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"tool_use","id":"call_0","name":"f","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_0","content":"r"}]}]}
            """;
        var first = Ids(new ToolWay(Protocol.Messages, body, Chat).Whole(reply));
        Assert.Equal(first, Ids(new ToolWay(Protocol.Messages, body, Chat).Whole(reply)));
        Assert.Equal(4, first.Append("call_0").Distinct().Count());

        static List<string> Ids(JsonNode answer) => [.. answer["content"]!.AsArray().Select(block => (string)block!["id"]!)];
    }

    [Fact]
    [Trait("Case", "206")]
    public void Two_calls_of_one_id_are_told_apart_and_answered_in_order()
    {
        var way = new ToolWay(Protocol.Chat, """
            {"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"x","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"x","type":"function","function":{"name":"f","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"x","content":"one"},{"role":"tool","tool_call_id":"x","content":"two"}],"tools":[{"type":"function","function":{"name":"f"}}]}
            """, Messages);
        var calls = way.Request.Turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>().Select(call => call.Id);
        var results = way.Request.Turns.SelectMany(turn => turn.Parts).OfType<ToolResultPart>().ToList();
        Assert.Equal(["x", "x_2"], calls);
        Assert.Equal(["x", "x_2"], results.Select(result => result.CallId));
        Assert.Equal(["one", "two"], results.Select(result => ((TextPart)result.Content[0]).Text.ToString()));
    }

    [Fact]
    [Trait("Case", "125")]
    public void Ids_of_items_have_the_prefixes_of_Responses()
    {
        var way = new ToolWay(Protocol.Responses, """
            {"model":"m","input":[{"role":"user","content":"q"},{"type":"function_call","id":"call_7","call_id":"a","name":"f","arguments":"{}"},
              {"type":"custom_tool_call","id":"fc_1","call_id":"b","name":"p","input":"x"},{"type":"function_call","id":"fc_ok","call_id":"c","name":"f","arguments":"{}"}]}
            """, Responses);
        var ids = way.Body["input"]!.AsArray().Skip(1).Take(3).Select(item => (string)item!["id"]!).ToList();
        Assert.StartsWith("fc_", ids[0], StringComparison.Ordinal);
        Assert.StartsWith("ctc_", ids[1], StringComparison.Ordinal);
        Assert.Equal("fc_ok", ids[2]);
        Assert.All(ids, id => Assert.True(id.Length <= 64));
    }

    [Fact]
    public void Calls_of_Gemini_without_ids_get_the_same_ones_in_every_turn()
    {
        const string history = """
            {"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{"i":1}}},{"functionCall":{"name":"f","args":{"i":2}}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"r1"}}},{"functionResponse":{"name":"f","response":{"output":"r2"}}}]}
            """;
        const string tools = """
            "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"i":{"type":"INTEGER"}}}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}
            """;
        var way = new ToolWay(Protocol.Gemini, $$$$$"""{"contents":[{{{{{history}}}}}],{{{{{tools}}}}}}""", Chat);
        var later = new ToolWay(Protocol.Gemini, $$$$$"""{"contents":[{{{{{history}}}}},{"role":"model","parts":[{"text":"a"}]},{"role":"user","parts":[{"text":"b"}]}],{{{{{tools}}}}}}""", Chat);
        var messages = way.Body["messages"]!;
        var ids = messages[1]!["tool_calls"]!.AsArray().Select(call => (string)call!["id"]!).ToList();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(ids, messages.AsArray().Skip(2).Select(message => (string)message!["tool_call_id"]!));
        Assert.Equal(messages[1]!.ToJsonString(), later.Body["messages"]![1]!.ToJsonString());
        Assert.Equal("""{"type":"object","properties":{"i":{"type":"integer"}}}""", way.Body["tools"]![0]!["function"]!["parameters"]!.ToJsonString());
        Assert.Equal("""{"type":"function","function":{"name":"f"}}""", way.Body["tool_choice"]!.ToJsonString());
    }

    [Fact]
    public void An_older_service_of_Google_gets_names_instead_of_ids()
    {
        var way = new ToolWay(Protocol.Messages, """
            {"model":"m","max_tokens":9,"tools":[{"name":"f","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}]}
            """, Gemini with { Traits = new TargetTraits { CallIds = false } });
        Assert.Equal("""{"name":"f","args":{}}""", way.Body["contents"]![1]!["parts"]![0]!["functionCall"]!.ToJsonString());
        var response = way.Body["contents"]![2]!["parts"]![0]!["functionResponse"]!;
        Assert.Equal("f", (string?)response["name"]);
        Assert.Null(response["id"]);
    }
}
