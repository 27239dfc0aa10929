using System.Net.WebSockets;
using Gantry.Relay;
using Gantry.Relay.State;
using Gantry.Simulator.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Gantry.Tests.Relay.State;

public sealed class SocketTurnTests
{
    private const string Tools = """[{"type":"function","name":"f","parameters":{"type":"object"}}]""";

    [Theory]
    [InlineData("responses")]
    [InlineData("chat")]
    [InlineData("messages")]
    [Trait("Case", "289")]
    public async Task Turns_of_a_connection_reach_an_http_upstream_as_one_transcript(string model)
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var socket = await SocketClient.OpenAsync(gateway);
        const string u1 = """{"role":"user","content":"[[call f {\"a\":1}]] [[say fine]]"}""";
        var first = await socket.CompleteAsync($$"""{"type":"response.create","model":"{{model}}","input":[{{u1}}],"tools":{{Tools}},"store":false,"max_output_tokens":500}""");
        var call = first.GetProperty("output").EnumerateArray().Single(item => item.GetProperty("type").GetString() == "function_call");
        var fco1 = $$"""{"type":"function_call_output","call_id":"{{call.GetProperty("call_id").GetString()}}","output":"2"}""";
        var second = await socket.CompleteAsync($$"""{"type":"response.create","model":"{{model}}","previous_response_id":"{{first.GetProperty("id").GetString()}}","input":[{{fco1}}],"tools":{{Tools}},"store":false,"max_output_tokens":500}""");
        Assert.False(gateway.Sent().TryGetProperty("previous_response_id", out _));
        Assert.False(gateway.Sent().TryGetProperty("type", out _));
        if (model == "responses")
        {
            Assert.Equal([u1, .. first.GetProperty("output").EnumerateArray().Select(item => item.GetRawText()), fco1], Input(gateway));
            Assert.True(gateway.Sent().GetProperty("stream").GetBoolean());
        }
        else
        {
            Assert.Equal(3, gateway.Sent().GetProperty("messages").GetArrayLength());
        }

        // A whole conversation again: it takes the place of what was there.
        const string u9 = """{"role":"user","content":"anew"}""";
        var third = await socket.CompleteAsync($$"""{"type":"response.create","model":"{{model}}","input":[{{u9}}],"store":false,"max_output_tokens":500}""");
        var fourth = await socket.CompleteAsync($$"""{"type":"response.create","model":"{{model}}","previous_response_id":"{{third.GetProperty("id").GetString()}}","input":[{{u9}}],"store":false,"max_output_tokens":500}""");
        Assert.Equal(3, gateway.Sent().GetProperty(model == "responses" ? "input" : "messages").GetArrayLength());
        Assert.NotEqual(second.GetProperty("id").GetString(), fourth.GetProperty("id").GetString());

        // Each turn is an exchange of its own.
        var rows = await gateway.UsageAsync(4);
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.True(row.Output > 0));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public async Task Unknown_response_is_an_error_frame_and_the_connection_goes_on(string model)
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var socket = await SocketClient.OpenAsync(gateway);
        var (status, error) = await socket.FailAsync($$"""{"type":"response.create","model":"{{model}}","previous_response_id":"resp_unknown","input":"x"}""");
        Assert.Equal(400, status);
        Assert.Equal(("invalid_request_error", "previous_response_not_found", "previous_response_id"),
            (error.GetProperty("type").GetString(), error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        await socket.CompleteAsync($$"""{"type":"response.create","model":"{{model}}","input":"x"}""");
    }

    [Fact]
    public async Task Errors_of_every_kind_are_frames_and_the_connection_goes_on()
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var socket = await SocketClient.OpenAsync(gateway);
        Assert.Equal(404, (await socket.FailAsync("""{"type":"response.create","model":"none","input":"x"}""")).Status);
        Assert.Equal(400, (await socket.FailAsync("""{"type":"response.create","input":"x"}""")).Status);
        Assert.Equal(400, (await socket.FailAsync("""{"type":"response.create","model":"chat","input":7}""")).Status);
        Assert.Equal(400, (await socket.FailAsync("""{"type":"response.create","model":"chat","input":"x","stream_id":"a"}""")).Status);
        Assert.Equal(400, (await socket.FailAsync("not json")).Status);
        Assert.Equal(400, (await socket.FailAsync("""{"type":"session.update"}""")).Status);
        await socket.SendAsync([1, 2, 3], WebSocketMessageType.Binary);
        Assert.Equal("binary_frame", (await socket.ReadAsync())!.Value.GetProperty("error").GetProperty("code").GetString());
        await socket.SendAsync("""{"type":"response.processed","response_id":"resp_1"}""");
        foreach (var (model, status) in new[] { ("chat", 400), ("responses", 429) })
        {
            gateway.Simulator.Scripts.Replace(new Script { As = $"sim-text-fault-{status}" });
            var frame = Assert.Single(await socket.TurnAsync($$"""{"type":"response.create","model":"{{model}}","input":"x"}"""));
            Assert.Equal(status, frame.GetProperty("status").GetInt32());
            Assert.StartsWith("req_", frame.GetProperty("headers").GetProperty("x-request-id").GetString(), StringComparison.Ordinal);
        }

        await socket.CompleteAsync("""{"type":"response.create","model":"chat","input":"x"}""");
    }

    [Fact]
    public async Task Warm_up_is_answered_at_once_and_can_be_continued()
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var socket = await SocketClient.OpenAsync(gateway);
        var frames = await socket.TurnAsync("""{"type":"response.create","model":"chat","input":[{"role":"user","content":"context"}],"generate":false,"store":false}""");
        Assert.Equal(["response.created", "response.completed"], frames.Select(frame => frame.GetProperty("type").GetString()));
        var warm = frames[1].GetProperty("response");
        Assert.Equal(0, warm.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Empty(gateway.Simulator.Record.Exchanges);
        var next = await socket.CompleteAsync($$"""{"type":"response.create","model":"chat","previous_response_id":"{{warm.GetProperty("id").GetString()}}","input":[{"role":"user","content":"question"}],"store":false}""");
        Assert.Equal(["user: context", "user: question"], StateGateway.Said(gateway.Sent()));
        Assert.Equal(warm.GetProperty("id").GetString(), next.GetProperty("previous_response_id").GetString());
    }

    [Fact]
    public async Task What_is_not_to_be_stored_is_gone_with_its_connection_and_what_is_stays()
    {
        await using var gateway = await StateGateway.StartAsync();
        string? unstored;
        string? stored;
        await using (var socket = await SocketClient.OpenAsync(gateway))
        {
            unstored = (await socket.CompleteAsync("""{"type":"response.create","model":"chat","input":"x","store":false}""")).GetProperty("id").GetString();
            stored = (await socket.CompleteAsync("""{"type":"response.create","model":"chat","input":"x"}""")).GetProperty("id").GetString();
            await gateway.GetAsync($"/v1/responses/{unstored}", 404);
            await socket.CloseAsync();
        }

        await using var other = await SocketClient.OpenAsync(gateway);
        Assert.Equal(400, (await other.FailAsync($$"""{"type":"response.create","model":"chat","previous_response_id":"{{unstored}}","input":"y"}""")).Status);
        await other.CompleteAsync($$"""{"type":"response.create","model":"chat","previous_response_id":"{{stored}}","input":"y"}""");
        await gateway.GetAsync($"/v1/responses/{stored}");
    }

    [Fact]
    public async Task Response_that_its_upstream_keeps_is_continued_there()
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var socket = await SocketClient.OpenAsync(gateway);
        var first = await socket.CompleteAsync("""{"type":"response.create","model":"responses","input":"x"}""");
        Assert.True(first.GetProperty("store").GetBoolean());
        var id = first.GetProperty("id").GetString();
        await socket.CompleteAsync($$"""{"type":"response.create","model":"responses","previous_response_id":"{{id}}","input":[{"role":"user","content":"y"}]}""");
        Assert.Equal(id, gateway.Sent().GetProperty("previous_response_id").GetString());
        Assert.Single(Input(gateway));
    }

    [Fact]
    [Trait("Case", "292")]
    public async Task Frame_over_the_limit_is_told_and_closes_with_1009()
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var socket = await SocketClient.OpenAsync(gateway);
        await socket.SendAsync(new byte[33 * 1024 * 1024], WebSocketMessageType.Text);
        var frame = (await socket.ReadAsync())!.Value;
        Assert.Equal(413, frame.GetProperty("status").GetInt32());
        Assert.Null(await socket.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.Closed);
        await using var next = await SocketClient.OpenAsync(gateway);
        await next.CompleteAsync("""{"type":"response.create","model":"chat","input":"x"}""");
    }

    [Fact]
    [Trait("Case", "293")]
    public async Task Connection_that_is_open_too_long_is_told_so_after_its_turn()
    {
        await using var gateway = await StateGateway.StartAsync(new RelayLimits { Socket = TimeSpan.FromSeconds(1) });
        await using var socket = await SocketClient.OpenAsync(gateway);
        await socket.CompleteAsync("""{"type":"response.create","model":"sim-text-n200-i20","input":"x"}""");
        var frame = (await socket.ReadAsync())!.Value;
        Assert.Equal("websocket_connection_limit_reached", frame.GetProperty("error").GetProperty("code").GetString());
        Assert.Null(await socket.ReadAsync());
    }

    [Fact]
    [Trait("Case", "289")]
    [Trait("Case", "290")]
    public async Task Conversation_is_shortened_on_the_connection_and_goes_on_from_its_summary()
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var socket = await SocketClient.OpenAsync(gateway);
        var first = await socket.CompleteAsync("""{"type":"response.create","model":"chat","input":[{"role":"user","content":"one [[say eins]]"}],"store":false}""");
        var shortened = await socket.CompleteAsync($$"""{"type":"response.create","model":"chat","previous_response_id":"{{first.GetProperty("id").GetString()}}","input":[{"role":"user","content":"[[say the gist]]"},{"type":"compaction_trigger"}],"store":false}""");
        var item = Assert.Single(shortened.GetProperty("output").EnumerateArray().ToList());
        Assert.Equal("compaction", item.GetProperty("type").GetString());

        // The client builds its conversation anew from the item; or it goes on by the id.
        foreach (var start in new[] { $"\"input\":[{item.GetRawText()},", $"\"previous_response_id\":\"{shortened.GetProperty("id").GetString()}\",\"input\":[" })
        {
            await socket.CompleteAsync($$$"""{"type":"response.create","model":"chat",{{{start}}}{"role":"user","content":"next"}],"store":false}""");
            var said = StateGateway.Said(gateway.Sent());
            Assert.Equal("user: next", said[^1]);
            Assert.EndsWith("the gist", said[^2], StringComparison.Ordinal);
            Assert.DoesNotContain(said, text => text.EndsWith("eins", StringComparison.Ordinal));
            Assert.DoesNotContain("compaction_trigger", gateway.Sent().GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Idle_connection_is_closed_when_the_gateway_stops_and_a_turn_is_finished_first()
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var idle = await SocketClient.OpenAsync(gateway);
        await using var busy = await SocketClient.OpenAsync(gateway);
        var turn = busy.CompleteAsync("""{"type":"response.create","model":"sim-text-n200-i20","input":"x"}""");
        while (gateway.Running == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        gateway.Host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await idle.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, idle.Closed);
        Assert.Equal("completed", (await turn).GetProperty("status").GetString());
        Assert.Null(await busy.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, busy.Closed);
    }

    [Fact]
    public async Task Upstream_that_breaks_off_is_told_and_the_connection_goes_on()
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var socket = await SocketClient.OpenAsync(gateway);
        foreach (var model in new[] { "chat", "responses" })
        {
            var good = await socket.CompleteAsync($$"""{"type":"response.create","model":"{{model}}","input":"x","store":false}""");
            gateway.Simulator.Scripts.Replace(new Script { As = "sim-text-n6-fault-resetafter-k6" });
            var next = $$"""{"type":"response.create","model":"{{model}}","previous_response_id":"{{good.GetProperty("id").GetString()}}","input":"y","store":false}""";
            var frames = await socket.TurnAsync(next);
            Assert.Equal("response.failed", frames[^1].GetProperty("type").GetString());
            Assert.Equal(Enumerable.Range(0, frames.Count), frames.Select(frame => frame.GetProperty("sequence_number").GetInt32()));

            // What was there before the broken turn is there still.
            await socket.CompleteAsync(next);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_that_leaves_cancels_the_upstream_and_leaves_nothing_behind(bool politely)
    {
        await using var gateway = await StateGateway.StartAsync();
        await using var socket = await SocketClient.OpenAsync(gateway);
        await socket.SendAsync("""{"type":"response.create","model":"sim-text-n200-i20","input":"x"}""");
        for (var i = 0; i < 6; i++)
        {
            Assert.NotNull(await socket.ReadAsync());
        }

        if (politely)
        {
            await socket.CloseAsync();
        }
        else
        {
            socket.Abort();
        }

        await gateway.Simulator.Record.Exchanges[^1].Ended.WaitAsync(TestRun.Limit(5), TestContext.Current.CancellationToken);
        Assert.Equal(Gantry.Simulator.Recording.ExchangeOutcome.ClientClosed, gateway.Simulator.Record.Exchanges[^1].Outcome);
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal("client_left", row.Outcome);
        Assert.Equal(0, gateway.Running);
        Assert.Equal(0, gateway.Host.Services.GetRequiredService<ResponseStates>().Bytes);
    }

    [Fact]
    [Trait("Case", "286")]
    [Trait("Case", "287")]
    public async Task Plain_get_is_told_to_upgrade()
    {
        await using var gateway = await StateGateway.StartAsync();
        using var answer = await gateway.SendAsync(HttpMethod.Get, "/v1/responses", null);
        Assert.Equal(426, (int)answer.StatusCode);
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.OpenAsync(gateway, "sk-wrong-key-0123456789abcdef"));
        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Input(TestGateway gateway) => gateway.Sent().GetProperty("input").EnumerateArray().Select(item => item.GetRawText());
}
