using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Messages;
using Xunit;

namespace Gantry.Protocols.Tests.Messages;

public sealed class MessagesRequestTests
{
    [Fact]
    public void That_the_model_itself_has_called_is_said_to_clients_and_is_no_loss_on_its_way_back()
    {
        var answer = new ChatAnswer { Parts = [new ToolCallPart("t", "f") { ArgumentsText = JsonText.From("{}") }], StopReason = StopReason.ToolCalls };
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written)) MessagesCodec.Instance.WriteAnswer(answer, MessagesSamples.Context, json, new LossLog());
        var call = JsonNode.Parse(written.WrittenSpan)!["content"]![0]!;
        Assert.Equal("direct", call["caller"]!["type"]!.ToString());
        var back = Encoding.UTF8.GetBytes($$"""{"max_tokens":9,"messages":[{"role":"assistant","content":[{{call.ToJsonString()}}]}]}""");
        Assert.Empty(MessagesCodec.Instance.ReadRequest(back, MessagesSamples.Call).Turns[0].Parts[0].Extras);
    }

    [Fact]
    public void Every_part_of_a_request_finds_its_place()
    {
        var request = MessagesWire.Request(
            """
            {"model":"m","max_tokens":100,"stream":true,"temperature":1.0,"top_k":5,"stop_sequences":["x"],
             "system":[{"type":"text","text":"a"},{"type":"text","text":"b","cache_control":{"type":"ephemeral","ttl":"1h"}}],
             "metadata":{"user_id":"u"},"service_tier":"auto","thinking":{"type":"adaptive"},
             "output_config":{"effort":"low","format":{"type":"json_schema","schema":{"type":"object"}}},
             "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},
             "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true},{"type":"web_search_20250305","name":"web_search"}],
             "messages":[
               {"role":"user","content":"hi"},
               {"role":"system","content":"mind","output_config":{"effort":"medium"}},
               {"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"s\u002b"},{"type":"redacted_thinking","data":"r"},
                 {"type":"tool_use","id":"t1","name":"f","input":{"n":1.50}},{"type":"server_tool_use","id":"s1","name":"web_search","input":{}}]},
               {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":[{"type":"text","text":"no"},
                 {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}]}]}
            """);

        Assert.True(request.Stream);
        Assert.Equal(100, request.Sampling.MaxOutputTokens);
        Assert.Equal("1.0", request.Sampling.Temperature.ToString());
        Assert.Equal(["x"], request.Sampling.Stop.Select(stop => stop.ToString()));
        Assert.Equal([CacheMark.None, CacheMark.Hour], request.Instructions.Select(text => text.Cache));
        Assert.Equal("u", request.Identity.EndUser.ToString());
        Assert.Equal("auto", request.Identity.ServiceTier);
        Assert.Equal("{\"type\":\"object\"}", request.OutputFormat!.Schema.ToString());
        Assert.Equal(["thinking={\"type\":\"adaptive\"}", "output_config.effort=\"low\""], request.Extras.Select(extra => $"{extra.Name}={extra.Value}"));
        Assert.Equal((ToolChoiceKind.One, "f", false), (request.ToolChoice.Kind, request.ToolChoice.Names[0], request.ParallelToolCalls!.Value));
        Assert.Equal([ToolKind.Function, ToolKind.Hosted], request.Tools.Select(tool => tool.Kind));
        Assert.True(request.Tools[0].Strict);
        Assert.Equal([Role.User, Role.System, Role.Assistant, Role.User], request.Turns.Select(turn => turn.Role));
        Assert.Equal("output_config", Assert.Single(request.Turns[1].Extras).Name);

        var assistant = request.Turns[2].Parts;
        Assert.Equal("\"s\\u002b\"", Encoding.UTF8.GetString(Assert.IsType<ReasoningPart>(assistant[0]).Seal!.Data.Token));
        Assert.Equal(ReasoningSealKind.Redacted, Assert.IsType<ReasoningPart>(assistant[1]).Seal!.Kind);
        Assert.Equal("{\"n\":1.50}", Assert.IsType<ToolCallPart>(assistant[2]).Arguments.ToString());
        Assert.Equal("server_tool_use", Assert.IsType<ForeignPart>(assistant[3]).Type);
        var result = Assert.IsType<ToolResultPart>(Assert.Single(request.Turns[3].Parts));
        Assert.True(result.IsError);
        Assert.Equal("image/png", Assert.IsType<MediaPart>(result.Content[1]).MediaType);
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "messages")]
    [InlineData("""{"messages":[]}""", "model")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":"many"}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","content":""}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":{}}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}""", "messages[0].content[0].text")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"text":""}]}]}]}""", "messages[0].content[0].content[0].type")]
    [InlineData("""{"model":"m","messages":[],"system":[{"type":"image"}]}""", "system[0].type")]
    [InlineData("""{"model":"m","messages":[],"tools":[{}]}""", "tools[0].name")]
    [InlineData("""{"model":"m","messages":[],"tool_choice":{"type":"some"}}""", "tool_choice.type")]
    [InlineData("""{"model":"m","messages":[]} x""", "")]
    public void What_is_wrong_is_named(string body, string path)
    {
        Assert.Equal(path, Assert.Throws<ProtocolException>(() => MessagesWire.Request(body)).Path);
    }

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x/y.png"}},{"type":"text","text":"t"}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"document","title":"t","context":"c","citations":{"enabled":true},"source":{"type":"text","media_type":"text/plain","data":"d"}}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"document","source":{"type":"content","content":[{"type":"text","text":"t"}]}}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA","more":1}}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"\ud83d lone","cache_control":{"type":"ephemeral","scope":"global"}}]}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"text","text":"t","citations":[{"type":"char_location"}]},{"type":"thinking","thinking":"t"}]}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"n","input":{},"caller":{"type":"code_execution_20260120","tool_id":"srvtoolu_1"},"cache_control":{"type":"ephemeral"}}]}""")]
    [InlineData("""{"role":"user","content":[]}""")]
    [InlineData("""{"role":"user","content":""}""")]
    public void A_message_is_written_as_it_was_read(string message)
    {
        var body = $$"""{"model":"m","messages":[{{message}}]}""";
        var losses = new LossLog();

        var written = MessagesWire.Write(MessagesWire.Request(body), losses);

        // Lone surrogates have no place in a document of this runtime: compared as bytes.
        Assert.Equal(Sorted(body), Sorted(Encoding.UTF8.GetString(written)));
        Assert.True(losses.IsEmpty);
    }

    [Fact]
    public void A_mark_that_is_taken_away_takes_its_own_words_with_it()
    {
        var request = MessagesWire.Request("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"t","cache_control":{"type":"ephemeral","scope":"g"}}]}]}""");
        var turn = request.Turns[0];

        var written = MessagesWire.Write(request with { Turns = [turn with { Parts = [turn.Parts[0] with { Cache = CacheMark.None }] }] }, new LossLog());

        Assert.DoesNotContain("cache_control", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_dialect_cannot_say_is_noted()
    {
        var request = new ChatRequest("m")
        {
            Turns =
            [
                new Turn(Role.User, [new MediaPart(MediaKind.Audio), new ForeignPart(Protocol.Chat, "odd", default)]) { SpeakerName = "n" },
                new Turn(Role.Assistant,
                [
                    new ReasoningPart(JsonText.From("x")) { Seal = new ReasoningSeal(ReasoningSealKind.Encrypted, JsonText.From("e")) },
                    new ToolCallPart("c", "f") { ArgumentsText = JsonText.From("{broken") },
                ]),
            ],
            Tools = [new Tool("w") { Kind = ToolKind.Hosted, From = Protocol.Responses }],
            ToolChoice = new ToolChoice(ToolChoiceKind.Subset) { Names = ["a"] },
            Sampling = new Sampling { Seed = new JsonSlice("1"u8.ToArray()), Candidates = 2 },
            OutputFormat = new OutputFormat(default),
            Identity = new RequestIdentity { ServiceTier = "flex", Store = true },
            Extras = [new ExtraMember(Protocol.Chat, "prediction", new JsonSlice("1"u8.ToArray()))],
        };
        var losses = new LossLog();

        var written = Encoding.UTF8.GetString(MessagesWire.Write(request, losses));

        Assert.Equal(
            [
                "message_name_dropped messages[0]", "part_dropped:audio messages[0].content[0]", "part_dropped:odd messages[0].content[1]",
                "reasoning_context_lost messages[1].content[0]", "arguments_repaired messages[1].content[1]", "hosted_tool_dropped tools[0]",
                "param_dropped:tool_choice tool_choice", "param_dropped:seed seed", "param_dropped:n n", "json_object_best_effort ",
                "service_tier_dropped service_tier", "store_unsupported store", "param_dropped:prediction prediction",
            ],
            losses.Losses.Select(loss => $"{loss.Token} {loss.Path}"));
        Assert.Contains("""{"type":"tool_use","id":"c","name":"f","input":{"_raw_arguments":"{broken"}}""", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData(" \n", "{}")]
    [InlineData("{\"a\": 12345678901234567890}", "{\"a\": 12345678901234567890}")]
    [InlineData("[1]", "{\"_raw_arguments\":\"[1]\"}")]
    [InlineData("{} {}", "{\"_raw_arguments\":\"{} {}\"}")]
    public void Arguments_given_as_text_become_an_object(string text, string input)
    {
        var request = new ChatRequest("m")
        {
            Turns = [new Turn(Role.Assistant, [new ToolCallPart("c", "f") { ArgumentsText = JsonText.From(text) }])],
        };

        Assert.Contains($"\"input\":{input}}}", Encoding.UTF8.GetString(MessagesWire.Write(request, new LossLog())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ToolChoiceKind.Unset, """{"type":"auto","disable_parallel_tool_use":true}""")]
    [InlineData(ToolChoiceKind.Required, """{"type":"any","disable_parallel_tool_use":true}""")]
    [InlineData(ToolChoiceKind.None, """{"type":"none"}""")]
    public void One_call_at_a_time_needs_a_choice_to_say_it_in(ToolChoiceKind kind, string choice)
    {
        var request = new ChatRequest("m") { Tools = [new Tool("f")], ToolChoice = new ToolChoice(kind), ParallelToolCalls = false };

        Assert.Contains($"\"tool_choice\":{choice}", Encoding.UTF8.GetString(MessagesWire.Write(request, new LossLog())), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_path_says_counts_more_than_the_body()
    {
        var request = MessagesCodec.Instance.ReadRequest("""{"messages":[],"model":"a","stream":false}"""u8.ToArray(), new ChatCall("b", true));

        Assert.Equal(("b", true), (request.Model, request.Stream));
    }

    private static string Sorted(string text) => string.Concat(text.Order());
}
