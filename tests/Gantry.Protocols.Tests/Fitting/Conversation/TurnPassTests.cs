using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;
using static Gantry.Protocols.Tests.Fitting.Conversation.ConversationWire;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

public sealed class TurnPassTests
{
    [Theory]
    [Trait("Case", "227")]
    [Trait("Case", "226")]
    [InlineData(Protocol.Messages)]
    [InlineData(Protocol.Gemini)]
    [InlineData(Protocol.Converse)]
    public void Turns_of_one_side_are_one_turn(Protocol target)
    {
        string turns = """[{"role":"user","content":"A"},{"role":"user","content":"B"},{"role":"assistant","content":[{"type":"text","text":"C"}]},{"role":"assistant","content":{"type":"text","text":"D"}},{"role":"user","content":"E"}]""";

        var request = Fit(Protocol.Chat, Body(Protocol.Chat, turns), Target(target), new LossLog());

        Assert.Equal(["User:A|B", "Assistant:C|D", "User:E"], request.Turns.Select(Show));
    }

    [Fact]
    [Trait("Case", "224")]
    public void Empty_texts_are_left_out_where_they_are_refused() => Becomes(
        Protocol.Chat,
        """[{"role":"user","content":[{"type":"text","text":""},{"type":"text","text":" \n\t"},{"type":"text","text":"a\\n"}]},{"role":"assistant","content":"\n"},{"role":"user","content":"b"}]""",
        Target(Protocol.Messages),
        """[{"role":"user","content":[{"type":"text","text":"a\\n"},{"type":"text","text":"b"}]}]""");

    [Theory]
    [Trait("Case", "225")]
    [InlineData(Protocol.Messages)]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Converse)]
    [InlineData(Protocol.Responses)]
    public void An_assistant_that_says_nothing_is_left_out(Protocol target)
    {
        string turns = """[{"role":"user","content":"a"},{"role":"assistant","content":""},{"role":"assistant","content":null},{"role":"assistant","content":[]},{"role":"user","content":"b"}]""";

        var request = Fit(Protocol.Chat, Body(Protocol.Chat, turns), Target(target), new LossLog());

        Assert.DoesNotContain(request.Turns, turn => turn.Role == Role.Assistant);
        Assert.Equal("a|b", string.Join('|', request.Turns.SelectMany(turn => turn.Parts).Cast<TextPart>().Select(text => text.Text.ToString())));
    }

    [Fact]
    [Trait("Case", "143")]
    public void A_history_that_begins_with_the_model_gets_an_empty_beginning_in_Gemini() => Becomes(
        Protocol.Responses,
        """[{"role":"assistant","content":"b"},{"role":"user","content":"c"}]""",
        Target(Protocol.Gemini),
        """[{"role":"user","parts":[{"text":""}]},{"role":"model","parts":[{"text":"b"}]},{"role":"user","parts":[{"text":"c"}]}]""",
        "leading_user_inserted");

    [Theory]
    [InlineData(Protocol.Messages)]
    [InlineData(Protocol.Converse)]
    public void A_history_that_begins_with_the_model_gets_a_word_elsewhere(Protocol target)
    {
        var request = Fit(Protocol.Chat, Body(Protocol.Chat, """[{"role":"assistant","content":"b"},{"role":"user","content":"c"}]"""), Target(target), new LossLog());

        Assert.Equal(["User:Continue.", "Assistant:b", "User:c"], request.Turns.Select(Show));
    }

    [Theory]
    [InlineData(Protocol.Messages)]
    [InlineData(Protocol.Converse)]
    [InlineData(Protocol.Gemini)]
    public void Instructions_alone_get_a_user(Protocol target)
    {
        var losses = new LossLog();

        var request = Fit(Protocol.Chat, Body(Protocol.Chat, """[{"role":"system","content":"S"}]"""), Target(target), losses);

        Assert.Equal("User:Continue.", Assert.Single(request.Turns.Select(Show)));
        Assert.Equal("leading_user_inserted", losses.ToString());
    }

    [Fact]
    public void A_user_that_says_nothing_at_all_is_refused()
    {
        var fault = Refused(Protocol.Chat, """[{"role":"system","content":"S"},{"role":"user","content":""}]""", Target(Protocol.Messages));

        Assert.Equal("messages[1]", fault.Path);
    }

    [Theory]
    [Trait("Case", "229")]
    [InlineData(Protocol.Gemini, true, true)]
    [InlineData(Protocol.Messages, false, true)]
    [InlineData(Protocol.Messages, true, false)]
    [InlineData(Protocol.Converse, false, true)]
    public void A_begun_answer_is_left_out_where_the_model_begins_its_own(Protocol target, bool rule, bool dropped)
    {
        var losses = new LossLog();

        var request = Fit(Protocol.Chat, Body(Protocol.Chat, """[{"role":"user","content":"a"},{"role":"assistant","content":"{ \n"}]"""), Target(target, new() { Prefill = rule }), losses);

        Assert.Equal(dropped ? ["User:a"] : ["User:a", "Assistant:{"], request.Turns.Select(Show));
        Assert.Equal(dropped ? [new Loss("prefill_dropped", "messages[1].content[0]")] : [], losses.Losses);
    }

    [Fact]
    public void White_space_that_an_escaped_backslash_makes_look_escaped_is_none() => Becomes(
        Protocol.Chat,
        """[{"role":"user","content":"a"},{"role":"assistant","content":"x\\n \n"}]""",
        Target(Protocol.Messages),
        """[{"role":"user","content":"a"},{"role":"assistant","content":"x\\n"}]""");

    [Fact]
    [Trait("Case", "230")]
    public void Thoughts_alone_are_no_message() => Becomes(
        Protocol.Messages,
        """[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"}]},{"role":"user","content":"b"}]""",
        Target(Protocol.Chat),
        """[{"role":"user","content":"a"},{"role":"user","content":"b"}]""");

    [Fact]
    [Trait("Case", "119")]
    public void Reasoning_without_what_it_led_to_is_left_out() => Becomes(
        Protocol.Responses,
        """[{"role":"user","content":"a"},{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"e"},{"role":"user","content":"b"}]""",
        Target(Protocol.Messages),
        """[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]""");

    [Fact]
    public void A_speakers_name_is_noted_where_none_can_be_said()
    {
        string turns = """[{"role":"user","name":"Ann","content":"a"}]""";

        var (written, losses) = Turns(Protocol.Chat, turns, Target(Protocol.Gemini));

        Same("""[{"role":"user","parts":[{"text":"a"}]}]""", written);
        Assert.Equal(new Loss("message_name_dropped", "messages[0].content[0]"), Assert.Single(losses.Losses));
        Becomes(Protocol.Chat, turns, Target(Protocol.Chat), turns);
    }

    [Theory]
    [Trait("Case", "103")]
    [Trait("Case", "104")]
    [Trait("Case", "105")]
    [InlineData("""{"role":"assistant","content":[{"type":"output_text","text":"ok"}]}""")]
    [InlineData("""{"type":"message","role":"assistant","content":[{"type":"output_text","text":"ok","annotations":[]}]}""")]
    [InlineData("""{"role":"assistant","content":"ok"}""")]
    public void Loose_items_of_Responses_are_messages(string item) => Becomes(
        Protocol.Responses,
        $$"""[{"role":"user","content":"Hello"},{{item}},{"role":"user","content":"c"}]""",
        Target(Protocol.Messages),
        """[{"role":"user","content":"Hello"},{"role":"assistant","content":"ok"},{"role":"user","content":"c"}]""");

    [Fact]
    [Trait("Case", "129")]
    public void A_message_and_the_call_behind_it_are_one_message_in_Chat() => Becomes(
        Protocol.Responses,
        """[{"role":"user","content":"a"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"t"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"r"}]""",
        Target(Protocol.Chat),
        """
        [{"role":"user","content":"a"},{"role":"assistant","content":"t","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c","content":"r"}]
        """);

    [Fact]
    [Trait("Case", "74")]
    public void What_is_said_comes_before_the_calls_in_Gemini()
    {
        string turns = """[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"thinking","thinking":"h"},{"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f","input":{}},{"type":"text","text":"b"}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}]""";

        var request = Fit(Protocol.Messages, Body(Protocol.Messages, turns), Target(Protocol.Gemini), new LossLog());

        var parts = request.Turns[1].Parts.Where(part => part is not ReasoningPart).ToList();
        Assert.Equal(["a", "b"], parts.Take(2).Cast<TextPart>().Select(text => text.Text.ToString()));
        Assert.IsType<ToolCallPart>(parts[2]);
    }

    [Fact]
    public void A_seal_stays_with_the_call_before_which_something_moves()
    {
        var seal = new ReasoningPart(JsonText.Empty) { IsSummary = false, Seal = new ReasoningSeal(ReasoningSealKind.ThoughtSignature, JsonText.From("c2ln")) };
        var request = new ChatRequest("m")
        {
            Turns =
            [
                new Turn(Role.User, [new TextPart(JsonText.From("q"))]),
                new Turn(Role.Assistant, [seal, new ToolCallPart("c", "f"), new TextPart(JsonText.From("b"))]),
                new Turn(Role.User, [new ToolResultPart("c", []) { Name = "f" }]),
            ],
        };
        var scope = new Protocols.Fitting.FitScope(new(Protocol.Gemini), Target(Protocol.Gemini), request, new LossLog());

        var parts = new Protocols.Fitting.Conversation.SpeechPass(scope).Fit(request).Turns[1].Parts;

        Assert.Equal([typeof(TextPart), typeof(ReasoningPart), typeof(ToolCallPart)], parts.Select(part => part.GetType()));
    }

    private static string Show(Turn turn) => $"{turn.Role}:{string.Join('|', turn.Parts.Cast<TextPart>().Select(text => text.Text.ToString()))}";
}
