using System.Text;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Gemini;

public sealed class GeminiRequestTests
{
    [Theory]
    [InlineData("\"be brief\"")]
    [InlineData("""{"parts":{"text":"be brief"}}""")]
    [InlineData("""{"role":"system","parts":[{"text":"be brief"}]}""")]
    [InlineData("""{"text":"be brief"}""")]
    [Trait("Case", "152")]
    public void Instruction_is_read_in_every_form(string instruction)
    {
        var request = GeminiSamples.Read($$"""{"system_instruction":{{instruction}},"contents":[]}""");
        Assert.Equal("be brief", Assert.Single(request.Instructions).Text.ToString());
    }

    [Fact]
    public void Path_says_model_and_stream()
    {
        var request = GeminiCodec.Instance.ReadRequest("""{"model":"models/a","contents":{"parts":{"text":"hi"}}}"""u8.ToArray(), new ChatCall("b", true));
        Assert.Equal(("b", true), (request.Model, request.Stream));
        Assert.Equal(Role.User, Assert.Single(request.Turns).Role);
    }

    [Fact]
    public void Part_with_several_members_is_several_parts()
    {
        var request = GeminiSamples.Read(
            """
            {"contents":[{"role":"function","parts":[{"function_response":{"name":"f","response":{"output":"x"}},"text":"look",
            "inline_data":{"mime_type":"audio/wav","data":"AA=="},"thought_signature":"c2ln"}]}]}
            """);
        var parts = request.Turns[0].Parts;
        Assert.Equal(Role.User, request.Turns[0].Role);
        Assert.Equal("c2ln", Assert.IsType<ReasoningPart>(parts[0]).Seal!.Data.ToString());
        Assert.Equal("look", Assert.IsType<TextPart>(parts[1]).Text.ToString());
        Assert.Equal(MediaKind.Audio, Assert.IsType<MediaPart>(parts[2]).Kind);
        Assert.Equal("x", Assert.IsType<TextPart>(Assert.IsType<ToolResultPart>(parts[3]).Content[0]).Text.ToString());
        Assert.Equal(4, parts.Count);
    }

    [Theory]
    [InlineData("""{"output":"a"}""", "a", false, true)]
    [InlineData("""{"result":"a"}""", "a", false, false)]
    [InlineData("""{"error":"a"}""", "a", true, true)]
    [InlineData("""{"error":{"code":5}}""", """{"error":{"code":5}}""", true, false)]
    [InlineData("""{ "n" : 1.50 , "s" : "a \" b" }""", """{"n":1.50,"s":"a \" b"}""", false, false)]
    public void Result_is_a_text_to_others_and_itself_to_gemini(string response, string text, bool isError, bool sayable)
    {
        var request = GeminiSamples.Read($$"""{"contents":[{"parts":[{"functionResponse":{"id":"1","name":"f","response":{{response}} } }]}]}""");
        var result = Assert.IsType<ToolResultPart>(request.Turns[0].Parts[0]);
        Assert.Equal((text, isError, sayable), (((TextPart)result.Content[0]).Text.ToString(), result.IsError, result.Value.IsAbsent));
        Assert.Contains(response, GeminiSamples.Text(GeminiSamples.Write(request)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AUTO", "", ToolChoiceKind.Auto)]
    [InlineData("NONE", "", ToolChoiceKind.None)]
    [InlineData("ANY", "", ToolChoiceKind.Required)]
    [InlineData("ANY", "\"a\"", ToolChoiceKind.One)]
    [InlineData("ANY", "\"a\",\"b\"", ToolChoiceKind.RequiredSubset)]
    [InlineData("VALIDATED", "\"a\"", ToolChoiceKind.Subset)]
    [InlineData("VALIDATED", "", ToolChoiceKind.Auto)]
    [InlineData("AUTO", "\"a\"", ToolChoiceKind.Auto)]
    [InlineData("FUTURE", "\"a\"", ToolChoiceKind.Unset)]
    public void Mode_of_calling_comes_back(string mode, string names, ToolChoiceKind kind)
    {
        string allowed = names.Length == 0 ? "" : $$""","allowedFunctionNames":[{{names}}]""";
        var request = GeminiSamples.Read($$"""{"contents":[],"toolConfig":{"functionCallingConfig":{"mode":"{{mode}}"{{allowed}}} } }""");
        Assert.Equal(kind, request.ToolChoice.Kind);
        var config = GeminiSamples.Json(GeminiSamples.Write(request))["toolConfig"]!["functionCallingConfig"]!;
        Assert.Equal(mode, config["mode"]!.ToString());
        Assert.Equal(names.Length == 0 ? null : $"[{names}]", config["allowedFunctionNames"]?.ToJsonString());
    }

    [Fact]
    public void Tools_keep_their_schema_member_and_what_only_gemini_has()
    {
        var request = GeminiSamples.Read(
            """
            {"contents":[],"tools":[{"function_declarations":[{"name":"a","parameters":{"type":"OBJECT"},"behavior":"BLOCKING"}],"google_search":{}},
            {"functionDeclarations":[{"name":"b","parameters_json_schema":{"type":"object"}}]}]}
            """);
        Assert.Equal([ToolKind.Function, ToolKind.Hosted, ToolKind.Function], request.Tools.Select(tool => tool.Kind));
        Assert.Equal([true, false, false], request.Tools.Select(tool => tool.IsOpenApiSchema));
        Assert.Equal(
            """[{"functionDeclarations":[{"name":"a","parameters":{"type":"OBJECT"},"behavior":"BLOCKING"}]},{"googleSearch":{}},{"functionDeclarations":[{"name":"b","parametersJsonSchema":{"type":"object"}}]}]""",
            GeminiSamples.Json(GeminiSamples.Write(request))["tools"]!.ToJsonString());
    }

    [Fact]
    public void Configuration_without_a_word_is_an_extra_and_comes_back()
    {
        var request = GeminiSamples.Read(
            """{"contents":[],"generation_config":{"max_output_tokens":"8","thinking_config":{"thinking_budget":0},"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING"}},"safetySettings":[]}""");
        Assert.Equal(8, request.Sampling.MaxOutputTokens);
        Assert.Null(request.OutputFormat);
        Assert.Equal(
            ["safetySettings", "generationConfig.thinkingConfig", "generationConfig.responseMimeType", "generationConfig.responseSchema"],
            request.Extras.OrderBy(extra => extra.Name.Contains('.', StringComparison.Ordinal)).Select(extra => extra.Name));
        Assert.Equal(
            """{"contents":[],"generationConfig":{"maxOutputTokens":8,"thinkingConfig":{"thinking_budget":0},"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING"}},"safetySettings":[]}""",
            GeminiSamples.Text(GeminiSamples.Write(request)));
    }

    [Theory]
    [InlineData("responseSchema", true)]
    [InlineData("responseJsonSchema", false)]
    public void Form_of_the_answer_keeps_its_schema_member(string member, bool isOpenApi)
    {
        var request = GeminiSamples.Read($$$"""{"contents":[],"generationConfig":{"responseMimeType":"application\/json","{{{member}}}":{"a":1} } }""");
        Assert.Equal(isOpenApi, request.OutputFormat!.IsOpenApiSchema);
        Assert.Equal("""{"a":1}""", GeminiSamples.Json(GeminiSamples.Write(request))["generationConfig"]![member]!.ToJsonString());
    }

    [Fact]
    public void What_other_dialects_say_is_said_or_noted()
    {
        var seal = new ReasoningSeal(ReasoningSealKind.Signature, JsonText.From("foreign"));
        var request = new ChatRequest("m")
        {
            Turns =
            [
                new Turn(Role.Assistant, [
                    new ReasoningPart(JsonText.From("hm")) { Seal = seal },
                    new ToolCallPart("c1", "f") { ArgumentsText = JsonText.From("{\"a\":\n1}") },
                    new ToolCallPart("c2", "g") { ArgumentsText = JsonText.From("[1") },
                    new ToolCallPart("c3", "h") { ArgumentsText = JsonText.From(" ") }]),
                new Turn(Role.User, [
                    new ToolResultPart("c1", [new TextPart(JsonText.From("x")), new TextPart(JsonText.From("y")), new MediaPart(MediaKind.Image) { MediaType = "image/png", Data = JsonText.From("AA==") }]),
                    new ToolResultPart("lost", []),
                    new ForeignPart(Protocol.Messages, "server_tool_use", new JsonSlice("{}"u8.ToArray()))]) { SpeakerName = "bob" },
            ],
            Tools = [new Tool("web") { Kind = ToolKind.Hosted, From = Protocol.Responses, Raw = new JsonSlice("{}"u8.ToArray()) }],
            Extras = [new ExtraMember(Protocol.Chat, "seed2", new JsonSlice("1"u8.ToArray()))],
            ParallelToolCalls = false,
        };
        var losses = new LossLog();
        string written = GeminiSamples.Text(GeminiSamples.Write(request, losses));
        Assert.Equal(
            """{"contents":[{"role":"model","parts":[{"text":"hm","thought":true},{"functionCall":{"id":"c1","name":"f","args":{"a":1}}},"""
            + """{"functionCall":{"id":"c2","name":"g","args":{"_raw_arguments":"[1"}}},{"functionCall":{"id":"c3","name":"h","args":{}}}]},"""
            + """{"role":"user","parts":[{"functionResponse":{"id":"c1","name":"f","response":{"output":"x\ny"},"parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}},"""
            + """{"functionResponse":{"id":"lost","name":"","response":{"output":""}}}]}]}""",
            written);
        Assert.Equal(
            "reasoning_context_lost,arguments_repaired,message_name_dropped,orphan_tool_result,part_dropped:server_tool_use,hosted_tool_dropped,parallel_not_enforceable,param_dropped:seed2".Split(',').Order(),
            losses.ToString().Split(',').Order());
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("{}", "contents")]
    [InlineData("""{"contents":5}""", "contents")]
    [InlineData("""{"contents":[{"role":"tool"}]}""", "contents[0].role")]
    [InlineData("""{"contents":[{},{"parts":[{},{"text":5}]}]}""", "contents[1].parts[1].text")]
    [InlineData("""{"contents":[{"parts":[{"functionCall":{"args":{}}}]}]}""", "contents[0].parts[0].functionCall.name")]
    [InlineData("""{"contents":[],"generationConfig":{"maxOutputTokens":"many"}}""", "generationConfig.maxOutputTokens")]
    [InlineData("""{"contents":[]} x""", "")]
    public void Fault_is_named(string body, string path) =>
        Assert.Equal(path, Assert.Throws<ProtocolException>(() => GeminiSamples.Read(body)).Path);

    [Fact]
    public void Texts_are_slices_of_the_body()
    {
        var body = Encoding.UTF8.GetBytes("""{"contents":[{"parts":[{"text":"a\ud800 \u00e9"}]}]}""");
        var text = Assert.IsType<TextPart>(GeminiCodec.Instance.ReadRequest(body, default).Turns[0].Parts[0]).Text;
        Assert.True(text.Token.Overlaps(body));
        Assert.Equal("""{"contents":[{"role":"user","parts":[{"text":"a\ud800 \u00e9"}]}]}""", GeminiSamples.Text(GeminiSamples.Write(GeminiCodec.Instance.ReadRequest(body, default))));
    }
}
