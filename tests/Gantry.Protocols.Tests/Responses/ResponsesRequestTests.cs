using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Responses;
using Xunit;

namespace Gantry.Protocols.Tests.Responses;

public sealed class ResponsesRequestTests
{
    [Theory]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"content":null,"encrypted_content":"x"}""")]
    [InlineData("""{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"raw"}],"encrypted_content":null}""")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","namespace":"n","arguments":"{}"}""")]
    [InlineData("""{"type":"custom_tool_call","id":"ctc_1","call_id":"c","name":"p","input":"x","status":"completed"}""")]
    [InlineData("""{"type":"custom_tool_call_output","call_id":"c","output":"done"}""")]
    [InlineData("""{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"see"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"high"}]}""")]
    [InlineData("""{"type":"item_reference","id":"msg_1"}""")]
    [InlineData("""{"type":"tool_search_output","call_id":null,"execution":"client","tools":[]}""")]
    [InlineData("""{"type":"message","role":"assistant","id":"msg_1","status":"completed","phase":"commentary","content":[{"type":"output_text","text":"a","annotations":[],"logprobs":[]},{"type":"refusal","refusal":"no"}]}""")]
    public void An_item_is_written_as_it_was_read(string item)
    {
        string body = $$"""{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]},{{item}}]}""";
        var losses = new LossLog();
        var written = Write(Read(body), losses);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(item), written["input"]![1]), written.ToJsonString());
        Assert.True(losses.IsEmpty);
    }

    [Theory]
    [InlineData("""{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"},{"type":"custom","name":"p"}]}""", ToolChoiceKind.RequiredSubset)]
    [InlineData("""{"type":"custom","name":"p"}""", ToolChoiceKind.One)]
    [InlineData("""{"type":"web_search_preview"}""", ToolChoiceKind.Unset)]
    [InlineData("\"required\"", ToolChoiceKind.Required)]
    public void A_choice_is_written_as_it_was_read(string choice, ToolChoiceKind kind)
    {
        string tools = """[{"type":"function","name":"f","strict":true},{"type":"custom","name":"p","format":{"type":"text"}},{"type":"web_search"}]""";
        var request = Read($$"""{"model":"m","input":"hi","tools":{{tools}},"tool_choice":{{choice}}}""");
        Assert.Equal(kind, request.ToolChoice.Kind);
        var written = Write(request, new LossLog());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(choice), written["tool_choice"]));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(tools), written["tools"]));
    }

    [Fact]
    public void A_namespace_is_told_by_its_tools_and_written_together()
    {
        string tools = """[{"type":"namespace","name":"n","description":"d","tools":[{"type":"function","name":"a"},{"type":"function","name":"b","defer_loading":true}]},{"type":"function","name":"c"}]""";
        var request = Read($$"""{"model":"m","input":"hi","tools":{{tools}}}""");
        Assert.Equal(["n.a", "n.b", ".c"], request.Tools.Select(tool => $"{tool.Namespace}.{tool.Name}"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(tools), Write(request, new LossLog())["tools"]));
    }

    [Fact]
    public void What_stands_before_the_conversation_is_instructions_and_keeps_its_place()
    {
        string body = """
            {"model":"m","instructions":"i","input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"d"}]},
            {"role":"system","content":[{"type":"input_text","text":"s"}]},{"role":"user","content":[{"type":"input_text","text":"u"}]}]}
            """;
        var request = Read(body);
        Assert.Equal(["i", "d", "s"], request.Instructions.Select(part => part.Text.ToString()));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), Write(request, new LossLog())));
    }

    [Fact]
    public void What_another_protocol_said_is_written_without_ids_and_losses_are_noted()
    {
        var request = new ChatRequest("m")
        {
            Instructions = [new TextPart(JsonText.From("a")), new TextPart(JsonText.From("b"))],
            Turns =
            [
                new Turn(Role.System, [new TextPart(JsonText.From("mid"))]),
                new Turn(Role.Assistant, [new ToolCallPart("c1", "f") { Arguments = new JsonSlice("{\"a\":1}"u8.ToArray()) }]),
                new Turn(Role.User, [new ToolResultPart("c1", [new TextPart(JsonText.From("no"))]) { IsError = true }, new TextPart(JsonText.From("go on"))]),
            ],
            Sampling = new Sampling { Stop = [JsonText.From("x")], TopK = new JsonSlice("4"u8.ToArray()) },
        };
        var losses = new LossLog();
        var written = Write(request, losses);
        Assert.Equal("a\n\nb", written["instructions"]!.ToString());
        Assert.Equal(
            """[{"type":"message","role":"developer","content":[{"type":"input_text","text":"mid"}]},{"type":"function_call","call_id":"c1","name":"f","arguments":"{\u0022a\u0022:1}"},{"type":"function_call_output","call_id":"c1","output":"Error: no"},{"type":"message","role":"user","content":[{"type":"input_text","text":"go on"}]}]""",
            written["input"]!.ToJsonString());
        Assert.Equal("param_dropped:top_k,stop_dropped", losses.ToString());
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("""{"input":"hi"}""", "model")]
    [InlineData("""{"model":"m","input":7}""", "input")]
    [InlineData("""{"model":"m","input":[{"role":"robot","content":"x"}]}""", "input[0].role")]
    [InlineData("""{"model":"m","input":[{"type":"function_call","call_id":"c"}]}""", "input[0].name")]
    public void A_body_that_is_no_request_is_refused_with_the_member_at_fault(string body, string path) =>
        Assert.Equal(path, Assert.Throws<ProtocolException>(() => Read(body)).Path);

    private static ChatRequest Read(string body) => ResponsesCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(body), default);

    private static JsonNode Write(ChatRequest request, LossLog losses)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) ResponsesCodec.Instance.WriteRequest(request, json, losses);
        return JsonNode.Parse(output.WrittenSpan)!;
    }
}
