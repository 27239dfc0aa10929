using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;
using Xunit;
using static Gantry.Protocols.Tests.Fitting.Conversation.ConversationWire;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

public sealed class SystemPassTests
{
    private const string Middle = """[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"system","content":"MID"},{"role":"user","content":"c"}]""";

    [Fact]
    [Trait("Case", "75")]
    public void What_the_system_says_in_the_middle_stays_there_where_the_target_knows_it()
    {
        Becomes(Protocol.Messages, Middle, Target(Protocol.Chat), Middle);
        Becomes(Protocol.Chat, Middle, Target(Protocol.Messages), Middle);
    }

    [Theory]
    [Trait("Case", "75")]
    [InlineData(Protocol.Gemini)]
    [InlineData(Protocol.Converse)]
    public void What_the_system_says_in_the_middle_is_a_reminder_elsewhere(Protocol target)
    {
        var losses = new LossLog();

        var request = Fit(Protocol.Chat, Body(Protocol.Chat, Middle), Target(target), losses);

        var last = request.Turns[2];
        Assert.Equal(Role.User, last.Role);
        Assert.Equal(["<system-reminder>MID</system-reminder>", "c"], last.Parts.Cast<TextPart>().Select(text => text.Text.ToString()));
        Assert.Equal(new Loss("mid_system_inlined", "messages[2]"), Assert.Single(losses.Losses));
    }

    [Fact]
    [Trait("Case", "75")]
    [Trait("Case", "233")]
    public void Instructions_and_a_system_message_behind_them_are_both_kept()
    {
        string body = """{"model":"m","max_tokens":9,"system":"TOP","messages":[{"role":"system","content":[{"type":"text","text":"MID","cache_control":{"type":"ephemeral"}}]},{"role":"user","content":"a"}]}""";

        var request = Fit(Protocol.Messages, body, Target(Protocol.Converse), new LossLog());

        Assert.Equal("TOP", Assert.Single(request.Instructions).Text.ToString());
        var turn = Assert.Single(request.Turns);
        Assert.Equal(["<system-reminder>MID</system-reminder>", "a"], turn.Parts.Cast<TextPart>().Select(text => text.Text.ToString()));
        Assert.Equal(CacheMark.Short, turn.Parts[0].Cache);
    }

    [Fact]
    public void A_system_message_between_a_call_and_its_result_moves_behind_the_result() => Becomes(
        Protocol.Chat,
        """
        [{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"system","content":"MID"},{"role":"tool","tool_call_id":"c1","content":"r"},{"role":"user","content":"b"}]
        """,
        Target(Protocol.Messages),
        """
        [{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"r"}]},
         {"role":"system","content":"MID"},{"role":"user","content":"b"}]
        """);

    [Fact]
    [Trait("Case", "232")]
    public void A_server_of_one_system_message_gets_one()
    {
        string body = """{"model":"m","max_tokens":9,"system":[{"type":"text","text":"A"},{"type":"text","text":"B"},{"type":"text","text":"C"}],"messages":[{"role":"user","content":"a"},{"role":"system","content":"MID"}]}""";
        var losses = new LossLog();

        var request = Fit(Protocol.Messages, body, Target(Protocol.Chat, traits: new TargetTraits { SingleSystem = true }), losses);

        Same(
            """[{"role":"system","content":"A\n\nB\n\nC"},{"role":"user","content":"a"},{"role":"user","content":"<system-reminder>MID</system-reminder>"}]""",
            Write(request, Protocol.Chat, losses)["messages"]!);
    }

    [Fact]
    [Trait("Case", "231")]
    public void A_developer_is_the_system_to_all_but_those_who_know_the_word()
    {
        string turns = """[{"role":"developer","content":"rules"},{"role":"user","content":"a"}]""";
        var losses = new LossLog();

        Same("""{"parts":[{"text":"rules"}]}""", Write(Fit(Protocol.Chat, Body(Protocol.Chat, turns), Target(Protocol.Gemini), losses), Protocol.Gemini, losses)["systemInstruction"]!);
        string input = """[{"role":"developer","content":"rules"},{"role":"user","content":"a"}]""";
        Becomes(Protocol.Responses, input, Target(Protocol.Chat), """[{"role":"system","content":"rules"},{"role":"user","content":"a"}]""");
    }

    [Fact]
    public void Reasoning_models_of_OpenAI_get_a_developer()
    {
        var target = Target(Protocol.Chat, new ModelRules { Thinking = ThinkingKind.Level }, new TargetTraits { DeveloperRole = true });
        string turns = """[{"role":"system","content":"rules"},{"role":"user","content":"a"},{"role":"system","content":"more"},{"role":"user","content":"b"}]""";

        Becomes(Protocol.Chat, turns, target, turns.Replace("\"system\"", "\"developer\"", StringComparison.Ordinal));
        Becomes(Protocol.Chat, turns, target with { Rules = new ModelRules { Thinking = ThinkingKind.None } }, turns);
    }
}
