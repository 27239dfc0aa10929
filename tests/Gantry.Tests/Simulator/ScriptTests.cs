using System.Text;
using System.Text.Json;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class ScriptTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 7, 3 })]
    [InlineData(new[] { 100000 })]
    public async Task Replay_serves_the_very_bytes(int[] chunks)
    {
        var body = Encoding.UTF8.GetBytes("data: {\"é\": 1   }\r\n\r\n: comment\n\ndata:[DONE]\n");
        await using var upstream = await SimulatorClient.StartAsync();
        upstream.Server.Scripts.Enqueue(new Script
        {
            Replay = new ReplayScript
            {
                Status = 206,
                Headers = [KeyValuePair.Create("content-type", "text/event-stream"), KeyValuePair.Create("x-request-id", "req_1"), KeyValuePair.Create("content-length", "9999")],
                Body = body,
                ChunkSizes = chunks,
            },
        });
        using var response = await upstream.SendAsync(Ask.Chat, Ask.ChatBody("gpt-5.5", true), Cancellation);
        Assert.Equal(206, (int)response.StatusCode);
        Assert.Equal("req_1", response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Null((await upstream.FirstEndedAsync()).ClaimedUsage);
    }

    [Fact]
    public async Task Posted_scripts_match_by_model_and_header_and_are_used_up()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        const string scripts = """[{"model":"a","header":"one","text":"for one"},{"model":"a","times":2,"replay":{"status":418,"headers":{"content-type":"text/plain"},"body":"teapot"}}]""";
        Assert.Equal("{\"pending\":2}", await upstream.PostAsync("/_simulator/scripts", scripts));
        using (var waiting = await upstream.SendAsync(HttpMethod.Get, "/_simulator/scripts", null, Cancellation))
        {
            var told = JsonDocument.Parse(await waiting.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("scripts");
            Assert.Equal([("one", "for one", 1, false), (null, null, 2, true)], told.EnumerateArray().Select(one => (one.GetProperty("header").GetString(), one.GetProperty("text").GetString(), one.GetProperty("left").GetInt32(), one.GetProperty("replay").GetBoolean())));
        }

        Assert.Contains("Simulated answer", await upstream.PostAsync(Ask.Chat, Ask.ChatBody("b")), StringComparison.Ordinal);
        using (var teapot = await upstream.SendAsync(Ask.Chat, Ask.ChatBody("a"), Cancellation)) Assert.Equal(418, (int)teapot.StatusCode);
        Assert.Contains("for one", await upstream.PostAsync(Ask.Chat, Ask.ChatBody("a"), ("x-simulator-script", "one")), StringComparison.Ordinal);
        using (var teapot = await upstream.SendAsync(Ask.Chat, Ask.ChatBody("a"), Cancellation)) Assert.Equal(418, (int)teapot.StatusCode);
        Assert.Equal(0, upstream.Server.Scripts.Pending);
    }

    [Theory]
    [InlineData("""{"as":"sim-nonsense"}""")]
    [InlineData("""{"modle":"a"}""")]
    [InlineData("""{"times":0}""")]
    [InlineData("""{"replay":{"chunk_sizes":3}}""")]
    [InlineData("[")]
    public async Task Wrong_script_is_refused(string script)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync("/_simulator/scripts", script, Cancellation);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(0, upstream.Server.Scripts.Pending);
    }

    [Fact]
    public async Task Misspelt_scenario_is_a_model_that_does_not_exist()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync(Ask.Messages, Ask.MessagesBody("sim-txet"), Cancellation);
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains("not_found_error", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
