using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Converse;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Messages;
using Xunit;

namespace Gantry.Protocols.Tests.Converse;

public sealed class ConverseRequestTests
{
    private const string Everything =
        """
        {"system":[{"text":"a"},{"text":"b"},{"cachePoint":{"type":"default","ttl":"1h"}},{"guardContent":{"text":{"text":"g","qualifiers":["query"]}}}],
         "inferenceConfig":{"maxTokens":100,"temperature":1.0,"topP":0.5,"stopSequences":["x"]},
         "toolConfig":{"toolChoice":{"tool":{"name":"f"}},"tools":[
           {"toolSpec":{"name":"f","description":"d","inputSchema":{"json":{"type":"object"}},"strict":true}},{"cachePoint":{"type":"default"}},
           {"systemTool":{"name":"nova_grounding"}}]},
         "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"name":"n","schema":"{\"type\": \"object\"}"}}}},
         "additionalModelRequestFields":{"top_k":5,"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}},
         "additionalModelResponseFieldPaths":["/stop_sequence"],
         "requestMetadata":{"team":"a"},"serviceTier":{"type":"flex"},"performanceConfig":{"latency":"optimized"},
         "guardrailConfig":{"guardrailIdentifier":"i","guardrailVersion":"1"},
         "messages":[
           {"role":"user","content":[{"text":"hi"},{"image":{"format":"jpeg","source":{"bytes":"AAAA"}}},
             {"document":{"format":"md","name":"a b","source":{"text":"t"},"context":"c","citations":{"enabled":true}}},
             {"video":{"format":"three_gp","source":{"s3Location":{"uri":"s3://b/k","bucketOwner":"1"}}}},{"cachePoint":{"type":"default"}}]},
           {"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"","signature":"s\u002b"}}},
             {"reasoningContent":{"redactedContent":"cg=="}},{"toolUse":{"toolUseId":"t1","name":"f","input":{"n":1.50}}},
             {"toolUse":{"toolUseId":"s1","name":"w","input":{},"type":"server_tool_use"}}]},
           {"role":"user","content":[
             {"toolResult":{"toolUseId":"t1","status":"error","content":[{"text":"no"},{"json":{"a":1}},{"image":{"format":"png","source":{"bytes":"AAAA"}}}]}},
             {"toolResult":{"toolUseId":"t2","content":[{"json":{"b":[2]}}]}},{"audio":{"format":"mp3","source":{"bytes":"AAAA"}}},
             {"image":{"format":"jpg","source":{"bytes":"AAAA"}}},{"cachePoint":{"type":"later"}}]}]}
        """;

    [Fact]
    public void Every_part_of_a_request_finds_its_place()
    {
        var request = Read(Everything);

        Assert.Equal(("m", true, 100L), (request.Model, request.Stream, request.Sampling.MaxOutputTokens));
        Assert.Equal(("1.0", "0.5", "5"), (request.Sampling.Temperature.ToString(), request.Sampling.TopP.ToString(), request.Sampling.TopK.ToString()));
        Assert.Equal(["x"], request.Sampling.Stop.Select(stop => stop.ToString()));
        Assert.Equal([CacheMark.None, CacheMark.Hour, CacheMark.None], request.Instructions.Select(text => text.Cache));
        Assert.Equal("g", request.Instructions[2].Text.ToString());
        Assert.Equal(("{\"type\": \"object\"}", "n"), (request.OutputFormat!.Schema.ToString(), request.OutputFormat.Name));
        Assert.Equal(("{\"team\":\"a\"}", "flex"), (request.Identity.Metadata.ToString(), request.Identity.ServiceTier));
        Assert.Equal(
            ["additionalModelResponseFieldPaths", "performanceConfig", "guardrailConfig", "additionalModelRequestFields.thinking", "additionalModelRequestFields.output_config"],
            request.Extras.Select(extra => extra.Name));
        Assert.Equal((ToolChoiceKind.One, "f"), (request.ToolChoice.Kind, request.ToolChoice.Names[0]));
        Assert.Equal([(ToolKind.Function, "f", CacheMark.Short), (ToolKind.Hosted, "nova_grounding", CacheMark.None)], request.Tools.Select(tool => (tool.Kind, tool.Name, tool.Cache)));
        Assert.True(request.Tools[0].Strict);

        var user = request.Turns[0].Parts;
        Assert.Equal(("image/jpeg", "AAAA"), (Assert.IsType<MediaPart>(user[1]).MediaType, ((MediaPart)user[1]).Data.ToString()));
        Assert.Equal(("text/markdown", "a b", "t"), (Assert.IsType<MediaPart>(user[2]).MediaType, ((MediaPart)user[2]).FileName.ToString(), ((MediaPart)user[2]).PlainText.ToString()));
        Assert.Equal((MediaKind.Video, "s3://b/k", CacheMark.Short), (Assert.IsType<MediaPart>(user[3]).Kind, ((MediaPart)user[3]).FileId.ToString(), user[3].Cache));

        var assistant = request.Turns[1].Parts;
        Assert.Equal("\"s\\u002b\"", Encoding.UTF8.GetString(Assert.IsType<ReasoningPart>(assistant[0]).Seal!.Data.Token));
        Assert.Equal(ReasoningSealKind.Redacted, Assert.IsType<ReasoningPart>(assistant[1]).Seal!.Kind);
        Assert.Equal("{\"n\":1.50}", Assert.IsType<ToolCallPart>(assistant[2]).Arguments.ToString());
        Assert.Equal("server_tool_use", Assert.IsType<ForeignPart>(assistant[3]).Type);

        var results = request.Turns[2].Parts;
        var first = Assert.IsType<ToolResultPart>(results[0]);
        Assert.True(first.IsError);
        Assert.Equal(["no", "{\"a\":1}"], first.Content.OfType<TextPart>().Select(text => text.Text.ToString()));
        var second = Assert.IsType<ToolResultPart>(results[1]);
        Assert.Equal(("{\"b\":[2]}", "{\"b\":[2]}"), (second.Value.ToString(), Assert.IsType<TextPart>(Assert.Single(second.Content)).Text.ToString()));
        Assert.Equal(["audio/mpeg", "image/jpg"], results.OfType<MediaPart>().Select(media => media.MediaType));
        Assert.Equal("cachePoint", Assert.IsType<ForeignPart>(results[4]).Type);
    }

    [Fact]
    public void Every_part_of_a_request_is_written_back()
    {
        var losses = new LossLog();

        Same(Everything, ConverseWire.Write(Read(Everything), losses));

        Assert.True(losses.IsEmpty, losses.ToString());
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("{}", "messages")]
    [InlineData("""{"messages":[{"role":"system","content":[]}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":[{}]}]}""", "messages[0].content[0]")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":"a","image":{}}]}]}""", "messages[0].content[0]")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":1}]}]}""", "messages[0].content[0].text")]
    [InlineData("""{"messages":[{"role":"user","content":[{"toolUse":{"name":"f"}}]}]}""", "messages[0].content[0].toolUse.toolUseId")]
    [InlineData("""{"messages":[{"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[{"text":[]}]}}]}]}""", "messages[0].content[0].content[0].text")]
    [InlineData("""{"messages":[],"system":[{"image":{}}]}""", "system[0]")]
    [InlineData("""{"messages":[],"inferenceConfig":{"maxTokens":"many"}}""", "inferenceConfig.maxTokens")]
    [InlineData("""{"messages":[],"toolConfig":{"tools":[{"toolSpec":{}}]}}""", "toolConfig.tools[0].toolSpec.name")]
    [InlineData("""{"messages":[],"toolConfig":{"toolChoice":{"some":{}}}}""", "toolConfig.toolChoice")]
    [InlineData("""{"messages":[]} x""", "")]
    public void What_is_wrong_is_named(string body, string path)
    {
        Assert.Equal(path, Assert.Throws<ProtocolException>(() => Read(body)).Path);
    }

    [Fact]
    [Trait("Case", "257")]
    public void Marks_of_Messages_become_cache_points_behind_what_they_mark()
    {
        var request = MessagesCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(
            """
            {"model":"m","max_tokens":1,
             "system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}],
             "tools":[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral","ttl":"1h"}}],
             "messages":[{"role":"user","content":[{"type":"text","text":"b","cache_control":{"type":"ephemeral"}},{"type":"text","text":"c"}]}]}
            """), default);
        var losses = new LossLog();

        Same(
            """
            {"system":[{"text":"a"},{"cachePoint":{"type":"default"}}],
             "messages":[{"role":"user","content":[{"text":"b"},{"cachePoint":{"type":"default"}},{"text":"c"}]}],
             "inferenceConfig":{"maxTokens":1},
             "toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object"}}}},{"cachePoint":{"type":"default","ttl":"1h"}}]}}
            """,
            ConverseWire.Write(request, losses));
        Assert.True(losses.IsEmpty, losses.ToString());
    }

    [Theory]
    [InlineData(false, """{"messages":[{"role":"user","content":[{"text":"a"}]}]}""", "")]
    [InlineData(
        true,
        """
        {"messages":[{"role":"assistant","content":[{"toolUse":{"toolUseId":"t","name":"f","input":{}}}]}],
         "toolConfig":{"tools":[{"toolSpec":{"name":"f"}}],"toolChoice":{"auto":{}}}}
        """,
        "param_dropped:tool_choice")]
    [Trait("Case", "223")]
    public void Tools_that_may_not_be_called_are_withheld_unless_the_conversation_needs_them(bool hasCalls, string expected, string lost)
    {
        var turn = hasCalls ? new Turn(Role.Assistant, [new ToolCallPart("t", "f")]) : new Turn(Role.User, [new TextPart(JsonText.From("a"))]);
        var losses = new LossLog();

        var written = ConverseWire.Write(
            new ChatRequest("m") { Turns = [turn], Tools = [new Tool("f")], ToolChoice = new ToolChoice(ToolChoiceKind.None) }, losses);

        Same(expected, written);
        Assert.Equal(lost, losses.ToString());
    }

    [Fact]
    public void What_has_no_place_is_noted()
    {
        var losses = new LossLog();
        var request = new ChatRequest("m")
        {
            Turns =
            [
                new Turn(Role.System, [new TextPart(JsonText.From("mid"))]) { SpeakerName = "n" },
                new Turn(Role.User,
                [
                    new MediaPart(MediaKind.Image) { Url = JsonText.From("https://x/y.png") },
                    new ForeignPart(Protocol.Messages, "search_result", new JsonSlice("{}"u8.ToArray())),
                    new ReasoningPart(JsonText.From("t")) { Seal = new ReasoningSeal(ReasoningSealKind.Encrypted, JsonText.From("e")) },
                    new ToolCallPart("t", "f") { ArgumentsText = JsonText.From("[1]") },
                ]),
            ],
            Tools = [new Tool("f"), new Tool("w") { Kind = ToolKind.Hosted, From = Protocol.Messages }],
            ToolChoice = new ToolChoice(ToolChoiceKind.Subset) { Names = ["f"] },
            ParallelToolCalls = false,
            Sampling = new Sampling { Seed = new JsonSlice("1"u8.ToArray()) },
            Identity = new RequestIdentity { EndUser = JsonText.From("u"), ServiceTier = "auto", Store = true },
            OutputFormat = new OutputFormat(default),
            Extras = [new ExtraMember(Protocol.Messages, "thinking", new JsonSlice("{}"u8.ToArray()))],
        };

        Same(
            """
            {"messages":[{"role":"user","content":[{"text":"mid"}]},
               {"role":"user","content":[{"toolUse":{"toolUseId":"t","name":"f","input":{"_raw_arguments":[1]}}}]}],
             "toolConfig":{"tools":[{"toolSpec":{"name":"f"}}],"toolChoice":{"auto":{}}}}
            """,
            ConverseWire.Write(request, losses));
        Assert.Equal(
            [
                "message_name_dropped messages[0]", "mid_system_inlined messages[0]", "part_dropped:image messages[1].content[0]",
                "part_dropped:search_result messages[1].content[1]", "reasoning_context_lost messages[1].content[2]",
                "arguments_repaired messages[1].content[3]", "param_dropped:seed seed", "hosted_tool_dropped tools[1]",
                "param_dropped:tool_choice tool_choice", "parallel_not_enforceable parallel_tool_calls", "json_object_best_effort ",
                "service_tier_dropped service_tier", "store_unsupported store", "param_dropped:user user", "param_dropped:thinking thinking",
            ],
            losses.Losses.Select(loss => $"{loss.Token} {loss.Path}"));
    }

    [Theory]
    [InlineData("report.pdf", "report-pdf")]
    [InlineData("Q1  (final) [v2]", "Q1 (final) [v2]")]
    [InlineData("Übersicht \"A\"", "-bersicht -A-")]
    [InlineData("", "Document 1")]
    public void A_document_gets_a_name_that_the_service_takes(string name, string written)
    {
        var document = new MediaPart(MediaKind.Document) { MediaType = "application/pdf", Data = JsonText.From("AAAA"), FileName = JsonText.From(name) };

        Same(
            $$$$"""{"messages":[{"role":"user","content":[{"document":{"format":"pdf","name":"{{{{written}}}}","source":{"bytes":"AAAA"}}}]}]}""",
            ConverseWire.Write(new ChatRequest("m") { Turns = [new Turn(Role.User, [document])] }, new LossLog()));
    }

    [Fact]
    public void Reasoning_for_a_model_goes_through_the_door_for_its_own_fields()
    {
        var request = new ChatRequest("m")
        {
            Extras =
            [
                new ExtraMember(Protocol.Converse, "additionalModelRequestFields.thinking", new JsonSlice("""{"type":"adaptive"}"""u8.ToArray())),
                new ExtraMember(Protocol.Converse, "additionalModelRequestFields.output_config", new JsonSlice("""{"effort":"high"}"""u8.ToArray())),
            ],
        };

        Same(
            """{"messages":[],"additionalModelRequestFields":{"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}}}""",
            ConverseWire.Write(request, new LossLog()));
    }

    [Fact]
    public void Every_protocol_has_its_codec()
    {
        Assert.All(Enum.GetValues<Protocol>(), protocol => Assert.Equal(protocol, ChatCodecs.For(protocol).Protocol));
    }

    private static ChatRequest Read(string body) => ConverseCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(body), new ChatCall("m", true));

    private static void Same(string expected, byte[] actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), Encoding.UTF8.GetString(actual));
}
