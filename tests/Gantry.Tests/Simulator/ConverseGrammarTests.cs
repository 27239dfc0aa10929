using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class ConverseGrammarTests
{
    [Fact]
    public async Task Stream_is_event_frames_with_right_sums_in_bedrocks_order()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var frames = AwsFrames.Read(await upstream.PostBytesAsync("/model/sim-reason-n2/converse-stream", Ask.ConverseBody()));
        var types = frames.ConvertAll(frame => frame.Headers[":event-type"]);

        Assert.Equal("messageStart", types[0]);
        Assert.Equal(["contentBlockDelta", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"], types[^5..]);
        Assert.DoesNotContain("contentBlockStart", types);
        Assert.All(frames, frame => Assert.Equal("event", frame.Headers[":message-type"]));
        Assert.All(frames, frame => Assert.Equal("application/json", frame.Headers[":content-type"]));
        Assert.Contains(frames, frame => frame.Payload.Contains("\"signature\":", StringComparison.Ordinal));
        Assert.Equal("end_turn", JsonElement.Parse(frames[^2].Payload).GetProperty("stopReason").GetString());
    }

    [Fact]
    public async Task Tool_blocks_open_with_their_name()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        const string tools = ""","toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{"a":{"type":"boolean"}},"required":["a"]}}}}]}""";
        var frames = AwsFrames.Read(await upstream.PostBytesAsync("/model/sim-tool/converse-stream", Ask.ConverseBody(tools)));
        Assert.Equal("contentBlockStart", frames[1].Headers[":event-type"]);
        var input = string.Concat(frames.Where(frame => frame.Headers[":event-type"] == "contentBlockDelta")
            .Select(frame => JsonElement.Parse(frame.Payload).GetProperty("delta").GetProperty("toolUse").GetProperty("input").GetString()));
        Assert.Equal("""{"a":true}""", input);
    }

    [Fact]
    public async Task Model_id_with_a_colon_is_decoded()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        await upstream.PostAsync("/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse", Ask.ConverseBody());
        Assert.Equal("us.anthropic.claude-sonnet-4-5-20250929-v1:0", upstream.Server.Record.Exchanges[0].Model);
    }

    [Fact]
    public async Task Error_in_a_stream_is_an_exception_frame()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var frames = AwsFrames.Read(await upstream.PostBytesAsync("/model/sim-text-n5-fault-errorafter-k2/converse-stream", Ask.ConverseBody()));
        Assert.Equal("exception", frames[^1].Headers[":message-type"]);
        Assert.Equal("serviceUnavailableException", frames[^1].Headers[":exception-type"]);
        Assert.Equal(4, frames.Count);
    }
}
