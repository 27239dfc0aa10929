using Gantry.Protocols.Hub;
using Xunit;
using static Gantry.Protocols.Tests.Fitting.Conversation.ConversationWire;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

public sealed class ForeignPassTests
{
    private const string Searched =
        """
        [{"role":"user","content":"a"},
         {"role":"assistant","content":[{"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}},
          {"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result","title":"T","url":"https://x.example","encrypted_content":"SECRET","page_age":"1 day"}]},
          {"type":"text","text":"found"}]},
         {"role":"user","content":"b"}]
        """;

    [Theory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Gemini)]
    public void What_the_providers_tool_did_is_told_as_text_without_its_seals(Protocol target)
    {
        var losses = new LossLog();
        var turns = Shaped(Protocol.Messages, Searched, Target(target), losses);

        string written = System.Text.Json.Nodes.JsonNode.Parse(turns.ToJsonString())!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.Contains("[Call of web_search] {\\\"query\\\":\\\"q\\\"}", written, StringComparison.Ordinal);
        Assert.Contains("Search results:\\n- T (https://x.example)", written, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", written, StringComparison.Ordinal);
        Assert.Empty(losses.Losses);
    }

    [Fact]
    [Trait("Case", "89")]
    public void A_result_of_the_providers_own_tool_stays_beside_its_call_only()
    {
        var (own, _) = Turns(Protocol.Messages, Searched, Target(Protocol.Messages));
        Same(Searched, own);

        Becomes(
            Protocol.Messages,
            """[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"advisor_tool_result","tool_use_id":"gone","content":{"type":"advisor_result","text":"mind"}},{"type":"text","text":"x"}]},{"role":"user","content":"b"}]""",
            Target(Protocol.Messages),
            """[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"[advisor_tool_result] {\"content\":{\"text\":\"mind\"}}"},{"type":"text","text":"x"}]},{"role":"user","content":"b"}]""");
    }

    [Fact]
    [Trait("Case", "88")]
    public void References_to_tools_are_a_list_of_their_names()
    {
        var turns = Shaped(
            Protocol.Messages,
            """
            [{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"ToolSearch","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"tool_reference","tool_name":"x"},{"type":"tool_reference","tool_name":"y"}]}]}]
            """,
            Target(Protocol.Chat),
            new LossLog());

        Same("""{"role":"tool","tool_call_id":"t1","content":"- x\n- y"}""", turns[2]!);
    }

    [Fact]
    public void Code_that_Gemini_ran_is_told_as_text() => Same(
        """[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"[Code run]\n1+1"},{"type":"text","text":"[Result of the code: OUTCOME_OK]\n2"}]},{"role":"user","content":"b"}]""",
        Shaped(
            Protocol.Gemini,
            """[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"executableCode":{"language":"PYTHON","code":"1+1"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"2"}}]},{"role":"user","parts":[{"text":"b"}]}]""",
            Target(Protocol.Chat),
            new LossLog()));

    [Fact]
    public void A_search_of_Responses_is_told_as_text() => Same(
        """[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"[web_search_call] {\"action\":{\"query\":\"q\"}}"},{"type":"text","text":"b"}]},{"role":"user","content":"c"}]""",
        Shaped(
            Protocol.Responses,
            """[{"role":"user","content":"a"},{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]""",
            Target(Protocol.Messages),
            new LossLog()));

    [Theory]
    [InlineData(Protocol.Messages, """[{"role":"user","content":"a"},{"role":"user","content":[{"type":"text","text":"b"},{"type":"container_upload","file_id":"f"}]}]""", "messages[1].content[1]")]
    [InlineData(Protocol.Responses, """[{"role":"user","content":"a"},{"type":"item_reference","id":"msg_1"}]""", "input[1]")]
    [InlineData(Protocol.Gemini, """[{"role":"user","parts":[{"fileData":{"fileUri":"https://x.example/a.mp4"},"videoMetadata":{"fps":1}}]}]""", "contents[0].parts[0]")]
    [InlineData(Protocol.Chat, """[{"role":"user","content":[{"type":"hologram","hologram":{}}]}]""", "messages[0].content[0]")]
    public void What_no_text_can_stand_for_is_refused(Protocol source, string turns, string path)
    {
        var target = source == Protocol.Messages ? Protocol.Chat : Protocol.Messages;

        Assert.Equal(path, Refused(source, turns, Target(target)).Path);
    }

    [Fact]
    [Trait("Case", "131")]
    public void A_text_of_null_is_empty() => Becomes(
        Protocol.Responses,
        """[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"output_text","text":null},{"type":"output_text","text":"b"}]},{"role":"user","content":"c"}]""",
        Target(Protocol.Messages),
        """[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]""");

    [Fact]
    [Trait("Case", "145")]
    public void A_hidden_thought_is_no_text()
    {
        var (turns, _) = Turns(Protocol.Gemini, """[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"hidden","thought":true},{"text":"b"}]},{"role":"user","parts":[{"text":"c"}]}]""", Target(Protocol.Chat));

        Assert.Equal("b", turns[1]!["content"]!.GetValue<string>());
    }
}
