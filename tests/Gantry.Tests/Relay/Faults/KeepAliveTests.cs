using System.Text;
using Gantry.Relay;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

[Waiting]
public sealed class KeepAliveTests
{
    private const string Model = "quiet";

    [Theory]
    [InlineData("chat", ": keep-alive\n\n")]
    [InlineData("responses", ": keep-alive\n\n")]
    [InlineData("messages", "event: ping\ndata: {\"type\": \"ping\"}\n\n")]
    [InlineData("gemini", "")]
    public async Task Silence_between_events_is_broken_and_silence_inside_one_is_not(string protocol, string keepAlive)
    {
        // One silence after each of: the first event, five bytes into the second, the second.
        var events = new[] { "data: {\"x\":1}\n\n", "data: {\"x\":2}\n\n", End(protocol) };
        await using var gateway = await TestGateway.StartAsync(new RelayLimits { KeepAlive = TimeSpan.FromMilliseconds(300), Preamble = TimeSpan.Zero }, Model);
        gateway.Simulator.Scripts.Enqueue(new Script
        {
            Replay = new ReplayScript
            {
                Headers = [new("content-type", "text/event-stream")],
                Body = Encoding.UTF8.GetBytes(string.Concat(events)),
                ChunkSizes = [events[0].Length, 5, events[1].Length - 5, events[2].Length],
                Interval = TimeSpan.FromMilliseconds(1200),
            },
        });

        var call = ClientCall.Ask(protocol, Model, stream: true);
        using var response = await gateway.PostAsync(call.Path, call.Body);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        if (keepAlive.Length == 0)
        {
            Assert.Equal(string.Concat(events), body);
            return;
        }

        Assert.Equal(string.Concat(events), body.Replace(keepAlive, "", StringComparison.Ordinal));
        // A busy machine may take so long for the first event that the silence before it is broken as well.
        Assert.Contains(events[0] + keepAlive, body);
        Assert.Contains(keepAlive + events[1] + keepAlive, body);
        Assert.EndsWith(events[2], body, StringComparison.Ordinal);
        Assert.Equal(string.Concat(events).Length, Assert.Single(await gateway.UsageAsync(1)).ResponseBytes);
    }

    [Fact]
    public async Task Silence_before_the_first_event_is_broken_too()
    {
        const string slow = "sim-text-n2-h1500";
        await using var gateway = await TestGateway.StartAsync(new RelayLimits { KeepAlive = TimeSpan.FromMilliseconds(300) }, slow);

        var call = ClientCall.Ask("chat", slow, stream: true);
        using var response = await gateway.PostAsync(call.Path, call.Body);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith(": keep-alive\n\n", body, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", body, StringComparison.Ordinal);
    }

    private static string End(string protocol) => protocol switch
    {
        "chat" => "data: [DONE]\n\n",
        "responses" => "data: {\"type\":\"response.completed\",\"sequence_number\":3,\"response\":{\"status\":\"completed\"}}\n\n",
        "messages" => "data: {\"type\":\"message_stop\"}\n\n",
        _ => "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\n\n",
    };
}
