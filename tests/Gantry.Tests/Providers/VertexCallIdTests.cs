using System.Text;
using System.Text.RegularExpressions;
using Gantry.Protocols.Hub;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>Tool-call ids of Vertex's endpoint in OpenAI's shape, which may hold any sign (case 308).</summary>
public sealed partial class VertexCallIdTests
{
    private const string Model = "google/gemini-2.5-flash";

    private const string Tools =
        """[{"type":"function","function":{"name":"look","parameters":{"type":"object","properties":{"place":{"type":"string"}},"required":["place"]}}}]""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Case", "308")]
    public async Task Client_of_chat_gets_ids_that_it_may_send_to_anybody(bool streamed)
    {
        await using var rig = await VertexRig.StartAsync();
        rig.Simulator.Scripts.Enqueue(new Script { As = "sim-tools3" });
        using var response = await rig.Gateway.PostAsync(
            "/v1/chat/completions", $$"""{"model":"{{Model}}","messages":[{"role":"user","content":"look"}],"tools":{{Tools}},"stream":{{(streamed ? "true" : "false")}} }""");
        var answer = await Crossing.ReadAsync("chat", response, streamed);

        AssertIds(answer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_of_messages_gets_them_too(bool streamed)
    {
        await using var rig = await VertexRig.StartAsync();
        rig.Simulator.Scripts.Enqueue(new Script { As = "sim-tools3" });
        using var response = await rig.Gateway.PostAsync(
            "/v1/messages",
            $$"""{"model":"{{Model}}","max_tokens":64,"messages":[{"role":"user","content":"look"}],"tools":[{"name":"look","input_schema":{"type":"object","properties":{"place":{"type":"string"} } } }],"stream":{{(streamed ? "true" : "false")}} }""");
        var answer = await Crossing.ReadAsync("messages", response, streamed);

        AssertIds(answer);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task All_other_bytes_are_those_of_the_upstream(int chunk)
    {
        const string Body =
            "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call/é+1==\",\"index\":0, \"function\":{\"name\":\"look\",\"arguments\":\"{\\\"id\\\":\\\"a/b\\\"}\"},\"type\":\"function\"}]},\"index\":0}],\"id\":\"x/y\"}\r\n\r\n"
            + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\",\"index\":0}],\"id\":\"x/y\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\r\n\r\ndata: [DONE]\r\n\r\n";
        await using var rig = await VertexRig.StartAsync();
        rig.Simulator.Scripts.Enqueue(new Script
        {
            Replay = new ReplayScript { Headers = [new("content-type", "text/event-stream")], Body = Encoding.UTF8.GetBytes(Body), ChunkSizes = [chunk] },
        });
        using var response = await rig.Gateway.PostAsync(
            "/v1/chat/completions", $$"""{"model":"{{Model}}","messages":[{"role":"user","content":"look"}],"stream":true,"stream_options":{"include_usage":true} }""");
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var id = Made().Match(body).Groups[1].Value;
        Assert.Equal(Body.Replace("call/é+1==", id, StringComparison.Ordinal), body[..body.IndexOf("[DONE]\r\n\r\n", StringComparison.Ordinal)] + "[DONE]\r\n\r\n");
    }

    private static void AssertIds(ChatAnswer answer)
    {
        var ids = answer.Parts.OfType<ToolCallPart>().Select(call => call.Id).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9_-]{1,64}$", id));
    }

    [GeneratedRegex("\"id\":\"(call_[0-9a-f]+)\"")]
    private static partial Regex Made();
}
