using Gantry.Protocols.Fitting;
using Gantry.Protocols.Fitting.Conversation;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;
using static Gantry.Protocols.Tests.Fitting.Conversation.ConversationWire;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

public sealed class PairingPassTests
{
    [Fact]
    [Trait("Case", "213")]
    public void A_call_without_a_result_gets_one_that_says_so_in_every_dialect()
    {
        Becomes(
            Protocol.Messages,
            """[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":"b"}]""",
            Target(Protocol.Chat),
            """
            [{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"t","content":"Error: [no result: the call was interrupted]"},{"role":"user","content":"b"}]
            """,
            "tool_result_synthesized");
        Becomes(
            Protocol.Chat,
            """[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}]""",
            Target(Protocol.Messages),
            """
            [{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"[no result: the call was interrupted]","is_error":true}]}]
            """,
            "tool_result_synthesized");
    }

    [Fact]
    [Trait("Case", "212")]
    [Trait("Case", "214")]
    public void A_result_without_a_call_is_told_as_text()
    {
        Becomes(
            Protocol.Responses,
            """[{"role":"user","content":"a"},{"type":"function_call_output","call_id":"c9","output":[{"type":"input_text","text":"x"},{"type":"input_text","text":"y"}]}]""",
            Target(Protocol.Responses),
            """[{"role":"user","content":[{"type":"input_text","text":"a"}]},{"type":"message","role":"user","content":[{"type":"input_text","text":"[Result of an earlier tool call c9]\nx\ny"}]}]""",
            "orphan_tool_result");
        Becomes(
            Protocol.Chat,
            """[{"role":"user","content":"a"},{"role":"tool","tool_call_id":"c9","content":"x"}]""",
            Target(Protocol.Gemini),
            """[{"role":"user","parts":[{"text":"a"},{"text":"[Result of an earlier tool call c9]\nx"}]}]""",
            "orphan_tool_result");
    }

    [Fact]
    [Trait("Case", "209")]
    public void Results_follow_their_calls_at_once_in_Chat() => Becomes(
        Protocol.Responses,
        """
        [{"role":"user","content":"a"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call","call_id":"c2","name":"g","arguments":"{}"},
         {"role":"user","content":"wait"},{"type":"function_call_output","call_id":"c2","output":"two"},{"type":"function_call_output","call_id":"c1","output":"one"}]
        """,
        Target(Protocol.Chat),
        """
        [{"role":"user","content":"a"},
         {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"one"},{"role":"tool","tool_call_id":"c2","content":"two"},{"role":"user","content":"wait"}]
        """);

    [Fact]
    [Trait("Case", "209")]
    [Trait("Case", "211")]
    public void Results_stand_first_and_together_in_Messages() => Becomes(
        Protocol.Messages,
        """
        [{"role":"user","content":"a"},
         {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}},{"type":"tool_use","id":"t2","name":"f","input":{}}]},
         {"role":"user","content":[{"type":"text","text":"x"},{"type":"tool_result","tool_use_id":"t2","content":"2"}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"1"}]}]
        """,
        Target(Protocol.Messages),
        """
        [{"role":"user","content":"a"},
         {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}},{"type":"tool_use","id":"t2","name":"f","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"1"},{"type":"tool_result","tool_use_id":"t2","content":"2"},{"type":"text","text":"x"}]}]
        """);

    [Fact]
    [Trait("Case", "141")]
    public void A_result_of_no_name_gets_that_of_its_call_in_Gemini()
    {
        var (turns, _) = Turns(
            Protocol.Gemini,
            """[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"functionCall":{"id":"c","name":"read"}}]},{"role":"user","parts":[{"functionResponse":{"id":"c","name":"","response":{"x":1}}}]}]""",
            Target(Protocol.Gemini));

        Same("""[{"functionResponse":{"id":"c","name":"read","response":{"x":1}}}]""", turns[2]!["parts"]!);
    }

    [Fact]
    [Trait("Case", "142")]
    public void Results_without_ids_answer_the_calls_of_their_name_in_turn()
    {
        var request = new ChatRequest("m")
        {
            Turns =
            [
                new Turn(Role.User, [Text("q")]),
                new Turn(Role.Assistant, [new ToolCallPart("", "f"), new ToolCallPart("", "g"), new ToolCallPart("", "f")]),
                new Turn(Role.User, [Named("f", "f1"), Named("f", "f2"), Named("g", "g1")]),
            ],
        };

        var fitted = Paired(request, Protocol.Gemini);

        Assert.Equal(["f1", "g1", "f2"], fitted.Turns[2].Parts.Cast<ToolResultPart>().Select(result => ((TextPart)result.Content[0]).Text.ToString()));
    }

    [Fact]
    public void Ids_that_begin_anew_in_every_turn_belong_to_the_latest()
    {
        var request = new ChatRequest("m")
        {
            Turns =
            [
                new Turn(Role.User, [Text("q")]),
                new Turn(Role.Assistant, [new ToolCallPart("call_0", "f")]),
                new Turn(Role.User, [new ToolResultPart("call_0", [Text("1")])]),
                new Turn(Role.Assistant, [new ToolCallPart("call_0", "f")]),
                new Turn(Role.User, [Text("x"), new ToolResultPart("call_0", [Text("2")])]),
            ],
        };

        var fitted = Paired(request, Protocol.Chat);

        Assert.Equal("1", Said(fitted.Turns[2].Parts[0]));
        Assert.Equal("2", Said(fitted.Turns[4].Parts[0]));
        Assert.Same(request.Turns[1], fitted.Turns[1]);
    }

    [Fact]
    public void What_is_paired_is_returned_as_it_came()
    {
        var request = new ChatRequest("m")
        {
            Turns =
            [
                new Turn(Role.User, [Text("q")]),
                new Turn(Role.Assistant, [new ToolCallPart("a", "f"), new ToolCallPart("b", "f")]),
                new Turn(Role.User, [new ToolResultPart("a", []), new ToolResultPart("b", []), Text("x")]),
            ],
        };

        Assert.Same(request, Paired(request, Protocol.Messages));
    }

    [Fact]
    [Trait("Case", "207")]
    public void A_call_that_is_told_twice_is_one() => Becomes(
        Protocol.Chat,
        """
        [{"role":"user","content":"a"},
         {"role":"assistant","content":[{"type":"text","text":"t"},{"type":"tool_use","id":"c1","name":"f","input":{"x":1}}],"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"r"}]
        """,
        Target(Protocol.Messages),
        """
        [{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"t"},{"type":"tool_use","id":"c1","name":"f","input":{"x":1}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"r"}]}]
        """);

    [Theory]
    [Trait("Case", "215")]
    [InlineData("""{"a":[1,"x"]}""", """{"a":[1,"x"]}""")]
    [InlineData("""[{"a":1},{"b":2}]""", """{"a":1}|{"b":2}""")]
    [InlineData("""[{"type":"text","text":"x"}]""", "x")]
    [InlineData("12", "12")]
    public void What_a_tool_brought_as_bare_JSON_is_its_text(string content, string expected)
    {
        string turns = $$$"""[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":{{{content}}}}]""";

        var request = Fit(Protocol.Chat, Body(Protocol.Chat, turns), Target(Protocol.Messages), new LossLog());

        var result = Assert.IsType<ToolResultPart>(Assert.Single(request.Turns[2].Parts));
        Assert.Equal(expected, string.Join('|', result.Content.Cast<TextPart>().Select(text => text.Text.ToString())));
    }

    private static ChatRequest Paired(ChatRequest request, Protocol target) =>
        new PairingPass(new FitScope(new(Protocol.Gemini), Target(target), request, new LossLog())).Fit(request);

    private static TextPart Text(string text) => new(JsonText.From(text));

    private static ToolResultPart Named(string name, string text) => new("", [Text(text)]) { Name = name };

    private static string Said(Part result) => ((TextPart)((ToolResultPart)result).Content[0]).Text.ToString();
}
