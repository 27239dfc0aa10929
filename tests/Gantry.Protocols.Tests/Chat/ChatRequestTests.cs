using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Chat;

public sealed class ChatRequestTests
{
    [Fact]
    public void Results_and_the_users_words_behind_them_are_one_turn()
    {
        var request = Read("""
            {"model":"m","messages":[{"role":"developer","content":"be brief"},{"role":"user","content":"go"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},
            {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"2"}]},
            {"role":"user","name":"eve","content":"and?"},{"role":"user","content":"well"},{"role":"system","content":"late"}]}
            """);

        Assert.Equal("be brief", Assert.Single(request.Instructions).Text.ToString());
        Assert.Equal([Role.User, Role.Assistant, Role.User, Role.User, Role.System], request.Turns.Select(turn => turn.Role));
        Assert.Equal(["a", "b", "text:and?"], request.Turns[2].Parts.Select(part => part is ToolResultPart result ? result.CallId : ChatFeed.Describe(part)));
        Assert.Equal("eve", request.Turns[2].SpeakerName);
        Assert.Equal(
            ["system:be brief", "user:go", "assistant:", "tool:1", "tool:2", "user:and?", "user:well", "system:late"],
            Write(request)["messages"]!.AsArray().Select(message => $"{message!["role"]}:{message["content"]}"));
    }

    [Fact]
    public void Functions_of_old_become_tools_with_ids_that_join()
    {
        var request = Read("""
            {"model":"m","functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"},"messages":[
            {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"1"}]}
            """);

        string id = Assert.IsType<ToolCallPart>(Assert.Single(request.Turns[0].Parts)).Id;
        Assert.Equal(id, Assert.IsType<ToolResultPart>(Assert.Single(request.Turns[1].Parts)).CallId);
        Assert.Equal(["f"], request.ToolChoice.Names);
        Assert.Equal("""{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}""", Write(request)["tools"]![0]!.ToJsonString());
    }

    [Fact]
    public void Client_that_offered_functions_gets_a_function_call()
    {
        var request = Read("""{"model":"m","functions":[{"name":"f"}],"messages":[]}""");
        var answer = new ChatAnswer { Parts = [new ToolCallPart("x", "f") { ArgumentsText = JsonText.From("{}") }], StopReason = StopReason.ToolCalls };
        var choice = JsonNode.Parse(ChatFeed.WriteAnswer(answer, request))!["choices"]![0]!;
        string stream = ChatFeed.WriteStream(answer, request);

        Assert.Equal("""{"name":"f","arguments":"{}"}""", choice["message"]!["function_call"]!.ToJsonString());
        Assert.Equal("function_call", choice["finish_reason"]!.ToString());
        Assert.Null(choice["message"]!["tool_calls"]);
        Assert.Contains("""{"function_call":{"name":"f","arguments":""}}""", stream, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"function_call\"", stream, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}""", MediaKind.Image, "image/png", "AAAA")]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}""", MediaKind.Image, "", null)]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;charset=x;base64,AAAA"}}""", MediaKind.Image, "", null)]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}}""", MediaKind.Audio, "audio/mpeg", "AAAA")]
    [InlineData("""{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}}""", MediaKind.Document, "application/pdf", "AAAA")]
    [InlineData("""{"type":"file","file":{"file_id":"f1"}}""", MediaKind.Document, "", null)]
    [InlineData("""{"type":"video_url","video_url":{"url":"https://example.com/a.mp4"}}""", MediaKind.Video, "", null)]
    public void Media_are_taken_apart_and_put_together(string part, MediaKind kind, string mediaType, string? data)
    {
        var request = Read($$"""{"model":"m","messages":[{"role":"user","content":[{{part}}]}]}""");
        var media = Assert.IsType<MediaPart>(Assert.Single(request.Turns[0].Parts));

        Assert.Equal((kind, mediaType, data), (media.Kind, media.MediaType, media.Data?.ToString()));
        Assert.Equal(part, Write(request)["messages"]![0]!["content"]![0]!.ToJsonString());
    }

    [Fact]
    public void Tools_choice_and_format_keep_their_meaning()
    {
        const string Body = """
            {"model":"m","messages":[],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"x":1.0},"strict":true}},
            {"type":"custom","custom":{"name":"p","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"s"}}}},{"type":"vendor:search","depth":2}],
            "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"f"}},
            {"type":"custom","custom":{"name":"p"}}]}},"parallel_tool_calls":false,"reasoning_effort":"high","temperature":1e0,"n":2,
            "response_format":{"type":"json_schema","json_schema":{"name":"r","schema":{"type":"object"},"strict":true}},
            "user":"u","prompt_cache_key":"k","metadata":{"a":"b"},"service_tier":"flex","store":true,"vendor":{"z":null}}
            """;
        var request = Read(Body);

        Assert.Equal([ToolKind.Function, ToolKind.Custom, ToolKind.Hosted], request.Tools.Select(tool => tool.Kind));
        Assert.Equal("""{"type":"grammar","syntax":"lark","definition":"s"}""", request.Tools[1].Format.ToString());
        Assert.Equal((ToolChoiceKind.RequiredSubset, "high", "1e0"), (request.ToolChoice.Kind, request.Reasoning!.Effort, request.Sampling.Temperature.ToString()));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Body), Write(request)));
    }

    [Fact]
    public void Both_limits_hold_and_a_flat_tool_is_nested()
    {
        var request = Read("""{"model":"m","messages":[],"max_tokens":9,"max_completion_tokens":12,"stop":"x","tools":[{"type":"function","name":"f","parameters":{}}]}""");

        Assert.Equal(
            """{"model":"m","messages":[],"tools":[{"type":"function","function":{"name":"f","parameters":{}}}],"max_completion_tokens":9,"stop":["x"]}""",
            Write(request).ToJsonString());
    }

    [Fact]
    public void What_has_no_word_here_is_noted()
    {
        var seal = new ReasoningSeal(ReasoningSealKind.Signature, JsonText.From("s"));
        var request = new ChatRequest("m")
        {
            Turns =
            [
                new Turn(Role.Assistant, [new ReasoningPart(JsonText.From("t")) { Seal = seal }, new ToolCallPart("a", "f") { Arguments = new JsonSlice("{\"x\":1e2}"u8.ToArray()) }]),
                new Turn(Role.User, [new ToolResultPart("a", [new TextPart(JsonText.From("gone"))]) { IsError = true }, new MediaPart(MediaKind.Document) { Url = JsonText.From("https://x") }]),
            ],
            Tools = [new Tool("search") { Kind = ToolKind.Hosted, From = Protocol.Messages }],
            Extras = [new ExtraMember(Protocol.Messages, "container", new JsonSlice("1"u8.ToArray()))],
        };
        var losses = new LossLog();
        var messages = Write(request, losses)["messages"]!;

        Assert.Equal("reasoning_context_lost,part_dropped:document,hosted_tool_dropped,param_dropped:container", losses.ToString());
        Assert.Equal("{\"x\":1e2}", messages[0]!["tool_calls"]![0]!["function"]!["arguments"]!.ToString());
        Assert.Equal("t", messages[0]!["reasoning_content"]!.ToString());
        Assert.Equal("Error: gone", messages[1]!["content"]!.ToString());
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "model")]
    [InlineData("""{"model":"m"}""", "messages")]
    [InlineData("""{"model":"m","messages":[{"content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":7}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"text":"x"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model":"m","messages":[],"temperature":"1"}""", "temperature")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"tools":[{"type":"function","function":{}}]}""", "tools[0].function.name")]
    [InlineData("""{"model":"m","messages":[]} x""", "")]
    public void Fault_is_named_by_its_member(string body, string path) =>
        Assert.Equal(path, Assert.Throws<ProtocolException>(() => Read(body)).Path);

    [Fact]
    public void Broken_requests_and_answers_are_refused_and_nothing_else()
    {
        if (Recording.Folder is null) Assert.Skip("No recordings beside the project.");
        var random = new Random(3);
        int refused = 0;
        foreach (var (_, body) in ChatSamples.Requests().Concat(ChatSamples.Answers(stream: false)))
        {
            for (int round = 0; round < 20; round++)
            {
                byte[] broken = [.. body];
                for (int hits = 1 + random.Next(4); hits > 0; hits--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
                try
                {
                    ChatCodec.Instance.ReadRequest(broken, default);
                }
                catch (ProtocolException)
                {
                    refused++;
                }

                try
                {
                    ChatCodec.Instance.ReadAnswer(broken);
                }
                catch (ProtocolException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 1000, $"only {refused} refused");
    }

    private static ChatRequest Read(string body) => ChatCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(body), default);

    private static JsonNode Write(ChatRequest request, LossLog? losses = null)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) ChatCodec.Instance.WriteRequest(request, json, losses ?? new LossLog());
        return JsonNode.Parse(output.WrittenSpan)!;
    }
}
