using Xunit;
using static Gantry.Protocols.Tests.Fitting.Conversation.ConversationWire;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

/// <summary>Whole conversations that need every repair at once.</summary>
public sealed class FixtureTests
{
    private const string TwoResults =
        """
        [{"role":"user","content":"go"},
         {"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"f","input":{"x":1}},{"type":"tool_use","id":"call_2","name":"f","input":{"x":2}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_2","is_error":true,"content":"boom"},
          {"type":"tool_result","tool_use_id":"call_1","content":[{"type":"text","text":"ok"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]},
          {"type":"text","text":"go on"}]}]
        """;

    [Fact]
    [Trait("Case", "140")]
    [Trait("Case", "141")]
    [Trait("Case", "221")]
    public void Results_go_to_newer_Gemini_in_the_order_of_the_calls_with_their_pictures_inside()
    {
        var (turns, _) = Turns(Protocol.Messages, TwoResults, Target(Protocol.Gemini));

        Same(
            """
            {"role":"user","parts":[
              {"functionResponse":{"id":"call_1","name":"f","response":{"output":"ok"},"parts":[{"inlineData":{"mimeType":"image/png","data":"iVBO"}}]}},
              {"functionResponse":{"id":"call_2","name":"f","response":{"error":"boom"}}},{"text":"go on"}]}
            """,
            turns[2]!);
    }

    [Fact]
    [Trait("Case", "139")]
    public void Older_Gemini_gets_results_alone_and_their_pictures_in_a_content_of_their_own()
    {
        var (turns, _) = Turns(Protocol.Messages, TwoResults, Target(Protocol.Gemini, Gemini2));

        Same(
            """
            [{"role":"user","parts":[{"text":"go"}]},
             {"role":"model","parts":[{"functionCall":{"id":"call_1","name":"f","args":{"x":1}}},{"functionCall":{"id":"call_2","name":"f","args":{"x":2}}}]},
             {"role":"user","parts":[{"functionResponse":{"id":"call_1","name":"f","response":{"output":"ok\n[image attached below]"}}},
              {"functionResponse":{"id":"call_2","name":"f","response":{"error":"boom"}}}]},
             {"role":"user","parts":[{"text":"Image returned by tool f (call_1):"},{"inlineData":{"mimeType":"image/png","data":"iVBO"}},{"text":"go on"}]}]
            """,
            Unsigned(turns));
    }

    // Signatures are another subject.
    private static System.Text.Json.Nodes.JsonNode Unsigned(System.Text.Json.Nodes.JsonNode turns)
    {
        foreach (var part in turns.AsArray().SelectMany(turn => turn!["parts"]!.AsArray())) part!.AsObject().Remove("thoughtSignature");
        return turns;
    }

    [Fact]
    [Trait("Case", "208")]
    [Trait("Case", "209")]
    [Trait("Case", "211")]
    [Trait("Case", "212")]
    [Trait("Case", "213")]
    [Trait("Case", "224")]
    [Trait("Case", "227")]
    public void A_broken_history_of_Chat_is_whole_in_Messages() => Becomes(
        Protocol.Chat,
        """
        [{"role":"system","content":"S1"},
         {"role":"user","content":"hi"},
         {"role":"user","content":[{"type":"text","text":""},{"type":"image_url","image_url":{"url":"data:image/jpg;base64,/9j/AA=="}}]},
         {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"read","arguments":""}},{"id":"c2","type":"function","function":{"name":"read","arguments":"{bad"}}]},
         {"role":"tool","tool_call_id":"c1","content":"one"},
         {"role":"system","content":"reminder"},
         {"role":"tool","tool_call_id":"c1","content":"two"},
         {"role":"tool","tool_call_id":"zzz","content":"lost"},
         {"role":"user","content":"next"}]
        """,
        Target(Protocol.Messages, new() { MidSystem = false }),
        """
        [{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"/9j/AA=="}}]},
         {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"read","input":{}},{"type":"tool_use","id":"c2","name":"read","input":{"_raw_arguments":"{bad"}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"two"},
          {"type":"tool_result","tool_use_id":"c2","content":"[no result: the call was interrupted]","is_error":true},
          {"type":"text","text":"<system-reminder>reminder</system-reminder>"},{"type":"text","text":"[Result of an earlier tool call zzz]\nlost"},{"type":"text","text":"next"}]}]
        """,
        "mid_system_inlined",
        "tool_result_synthesized",
        "orphan_tool_result");

    [Fact]
    [Trait("Case", "73")]
    [Trait("Case", "217")]
    public void Text_behind_a_call_and_a_picture_in_a_result_find_their_places_in_Chat() => Becomes(
        Protocol.Messages,
        """
        [{"role":"user","content":"hi"},
         {"role":"assistant","content":[{"type":"text","text":"a"},{"type":"tool_use","id":"t1","name":"Shot","input":{}},{"type":"text","text":"b"}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]},{"type":"text","text":"well?"}]}]
        """,
        Target(Protocol.Chat),
        """
        [{"role":"user","content":"hi"},
         {"role":"assistant","content":"a\nb","tool_calls":[{"id":"t1","type":"function","function":{"name":"Shot","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"t1","content":"[image attached below]"},
         {"role":"user","content":[{"type":"text","text":"Image returned by tool Shot (t1):"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}},{"type":"text","text":"well?"}]}]
        """);

    [Fact]
    public void A_document_and_results_of_Gemini_are_those_of_Chat() => Becomes(
        Protocol.Gemini,
        """
        [{"role":"user","parts":[{"text":"q"},{"inline_data":{"mime_type":"application/pdf","data":"JVBE"}}]},
         {"role":"model","parts":[{"functionCall":{"id":"c1","name":"f","args":{"i":1}}},{"functionCall":{"id":"c2","name":"f","args":{"i":2}}}]},
         {"role":"user","parts":[{"functionResponse":{"id":"c1","name":"f","response":{"output":"r1"}}},{"functionResponse":{"id":"c2","name":"f","response":{"error":"r2"}}}]}]
        """,
        Target(Protocol.Chat),
        """
        [{"role":"user","content":[{"type":"text","text":"q"},{"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}}]},
         {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"i\":1}"}},{"id":"c2","type":"function","function":{"name":"f","arguments":"{\"i\":2}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"r1"},{"role":"tool","tool_call_id":"c2","content":"Error: r2"}]
        """);

    [Fact]
    [Trait("Case", "211")]
    [Trait("Case", "224")]
    [Trait("Case", "225")]
    public void A_broken_history_of_Chat_is_whole_in_Converse() => Becomes(
        Protocol.Chat,
        """
        [{"role":"assistant","content":"b"},
         {"role":"user","content":[{"type":"text","text":" "},{"type":"text","text":"hi"}]},
         {"role":"assistant","content":"x","tool_calls":[{"id":"c1","type":"function","function":{"name":"read","arguments":"{}"}},{"id":"c2","type":"function","function":{"name":"shot","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c2","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}]},
         {"role":"tool","tool_call_id":"c1","content":""},
         {"role":"assistant","content":""},
         {"role":"user","content":"next"}]
        """,
        Target(Protocol.Converse),
        """
        [{"role":"user","content":[{"text":"Continue."}]},{"role":"assistant","content":[{"text":"b"}]},{"role":"user","content":[{"text":"hi"}]},
         {"role":"assistant","content":[{"text":"x"},{"toolUse":{"toolUseId":"c1","name":"read","input":{}}},{"toolUse":{"toolUseId":"c2","name":"shot","input":{}}}]},
         {"role":"user","content":[{"toolResult":{"toolUseId":"c1","content":[{"text":"(no output)"}]}},
          {"toolResult":{"toolUseId":"c2","content":[{"image":{"format":"png","source":{"bytes":"iVBO"}}}]}},{"text":"next"}]}]
        """,
        "leading_user_inserted");

    [Fact]
    public void A_conversation_of_Converse_is_one_of_Chat_and_its_paths_are_its_own()
    {
        Becomes(
            Protocol.Converse,
            """
            [{"role":"user","content":[{"text":"hi"},{"document":{"format":"pdf","name":"Plan","source":{"bytes":"JVBE"}}}]},
             {"role":"assistant","content":[{"toolUse":{"toolUseId":"c1","name":"f","input":{"x":1}}}]},
             {"role":"user","content":[{"toolResult":{"toolUseId":"c1","status":"error","content":[{"text":"no"}]}}]}]
            """,
            Target(Protocol.Chat),
            """
            [{"role":"user","content":[{"type":"text","text":"hi"},{"type":"file","file":{"filename":"Plan","file_data":"data:application/pdf;base64,JVBE"}}]},
             {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}]},
             {"role":"tool","tool_call_id":"c1","content":"Error: no"}]
            """);
        var fault = Refused(Protocol.Converse, """[{"role":"user","content":[{"text":"hi"},{"video":{"format":"mp4","source":{"bytes":"AAAA"}}}]}]""", Target(Protocol.Messages));
        Assert.Equal("messages[0].content[1]", fault.Path);
    }
}
