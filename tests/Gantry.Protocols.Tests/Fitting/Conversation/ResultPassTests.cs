using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;
using Xunit;
using static Gantry.Protocols.Tests.Fitting.Conversation.ConversationWire;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

public sealed class ResultPassTests
{
    [Theory]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("""[{"type":"text","text":""}]""")]
    public void A_result_of_nothing_gets_a_word_where_it_is_refused(string content)
    {
        var strict = Target(Protocol.Chat, traits: new TargetTraits { RefusesEmptyResults = true });

        Assert.Equal("(no output)", Result(content, strict)["content"]!.GetValue<string>());
        Assert.Equal("", Result(content, Target(Protocol.Chat))["content"]!.GetValue<string>());
        var request = Fit(Protocol.Messages, Body(Protocol.Messages, Called(content)), Target(Protocol.Converse), new LossLog());
        Assert.Equal("(no output)", ((TextPart)((ToolResultPart)request.Turns[2].Parts[0]).Content[0]).Text.ToString());
    }

    [Fact]
    public void Texts_of_a_result_are_one_text_in_Chat() =>
        Assert.Equal("x\ny", Result("""[{"type":"text","text":"x"},{"type":"text","text":"y"}]""", Target(Protocol.Chat))["content"]!.GetValue<string>());

    [Fact]
    public void Pictures_of_parallel_results_follow_all_of_them_each_with_its_name() => Becomes(
        Protocol.Messages,
        """
        [{"role":"user","content":"a"},
         {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}},{"type":"tool_use","id":"t2","name":"g","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"image","source":{"type":"url","url":"https://x.example/1"}}]},
          {"type":"tool_result","tool_use_id":"t2","content":[{"type":"text","text":"see"},{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}}]}]}]
        """,
        Target(Protocol.Chat),
        """
        [{"role":"user","content":"a"},
         {"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"t2","type":"function","function":{"name":"g","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"t1","content":"[image attached below]"},{"role":"tool","tool_call_id":"t2","content":"see\n[document attached below]"},
         {"role":"user","content":[{"type":"text","text":"Image returned by tool f (t1):"},{"type":"image_url","image_url":{"url":"https://x.example/1"}},
          {"type":"text","text":"Document returned by tool g (t2):"},{"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}}]}]
        """);

    [Fact]
    public void A_picture_stays_in_its_result_where_there_is_a_place()
    {
        string turns = Called("""[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]""");

        var (written, _) = Turns(Protocol.Messages, turns, Target(Protocol.Responses));

        Same("""{"type":"function_call_output","call_id":"t1","output":[{"type":"input_image","image_url":"data:image/png;base64,iVBO"}]}""", written[2]!);
        var (own, _) = Turns(Protocol.Messages, turns, Target(Protocol.Messages));
        Same(turns, own);
    }

    [Fact]
    [Trait("Case", "217")]
    public void A_picture_that_Chat_has_in_a_tools_message_is_in_the_result_of_Messages() => Becomes(
        Protocol.Chat,
        """
        [{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"t1","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}]}]
        """,
        Target(Protocol.Messages),
        Called("""[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]"""));

    [Fact]
    public void A_picture_that_the_model_made_is_shown_by_the_user_where_models_make_none() => Becomes(
        Protocol.Gemini,
        """[{"role":"user","parts":[{"text":"draw"}]},{"role":"model","parts":[{"text":"here"},{"inlineData":{"mimeType":"image/png","data":"iVBO"}}]},{"role":"user","parts":[{"text":"more"}]}]""",
        Target(Protocol.Messages),
        """
        [{"role":"user","content":"draw"},{"role":"assistant","content":[{"type":"text","text":"here"},{"type":"text","text":"[image attached below]"}]},
         {"role":"user","content":[{"type":"text","text":"Image of the assistant's message:"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}},{"type":"text","text":"more"}]}]
        """);

    [Fact]
    public void A_failure_without_a_word_gets_one_in_Messages()
    {
        var (turns, _) = Turns(Protocol.Gemini, """[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"functionCall":{"id":"c","name":"f"}}]},{"role":"user","parts":[{"functionResponse":{"id":"c","name":"f","response":{"error":""}}}]}]""", Target(Protocol.Messages));

        Same("""[{"type":"tool_result","tool_use_id":"c","content":"(no output)","is_error":true}]""", turns[2]!["content"]!);
    }

    [Fact]
    public void Only_older_Gemini_has_results_alone()
    {
        string turns = """
            [{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"functionCall":{"id":"c","name":"f","args":{}},"thoughtSignature":"cw=="}]},
             {"role":"user","parts":[{"functionResponse":{"id":"c","name":"f","response":{"output":"r"}}},{"text":"b"}]}]
            """;

        Assert.Equal(4, Turns(Protocol.Gemini, turns, Target(Protocol.Gemini, Gemini2)).Turns.AsArray().Count);
        Assert.Equal(3, Turns(Protocol.Gemini, turns, Target(Protocol.Gemini, new ModelRules())).Turns.AsArray().Count);
    }

    private static string Called(string content) =>
        $$$"""
        [{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":{{{content}}}}]}]
        """;

    private static System.Text.Json.Nodes.JsonNode Result(string content, TranslationTarget target) => Turns(Protocol.Messages, Called(content), target).Turns[2]!;
}
