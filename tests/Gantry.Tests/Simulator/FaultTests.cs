using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gantry.Simulator;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class FaultTests
{
    private static readonly string[] Protocols = ["chat", "responses", "messages", "gemini"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Closed_port_refuses()
    {
        using var closed = ClosedPort.Take();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var refused = await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", closed.BaseUrl.Port, Cancellation).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task Reset_comes_after_the_body_and_before_any_byte()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var socket = await RawAsync(upstream, Ask.Chat, Ask.ChatBody("sim-text-fault-reset"));
        var error = await Assert.ThrowsAsync<SocketException>(async () => await socket.ReceiveAsync(new byte[1], Cancellation));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        var exchange = await upstream.FirstEndedAsync();
        Assert.Equal((ExchangeOutcome.CutBySimulator, 0), (exchange.Outcome, exchange.Status));
        Assert.Contains("sim-text-fault-reset", Encoding.UTF8.GetString(exchange.Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(99)]
    public async Task Cut_body_declares_its_length_and_stops_short(int percent)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync(Ask.Chat, Ask.ChatBody($"sim-text-n50-fault-cut{percent}"), Cancellation);
        Assert.Equal(200, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync(Cancellation));
        var exchange = await upstream.FirstEndedAsync();
        Assert.Equal(response.Content.Headers.ContentLength * percent / 100, exchange.BytesWritten);
        Assert.Equal(0, exchange.TokensDelivered);
    }

    [Fact]
    public async Task Slow_first_byte_keeps_even_the_status_line_back()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var watch = Stopwatch.StartNew();
        using var response = await upstream.SendAsync(Ask.Chat, Ask.ChatBody("sim-text-d300"), Cancellation);
        Assert.True(watch.ElapsedMilliseconds >= 290, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Stall_serves_some_events_and_then_nothing()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync(Ask.Chat, Ask.ChatBody("sim-text-n10-fault-stall-k3", true), Cancellation);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        for (var line = 0; line < 6; line++) await lines.ReadLineAsync(Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => lines.ReadLineAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromMilliseconds(300), Cancellation));
        Assert.Equal(1, upstream.Server.Open);
        Assert.Equal(3, upstream.Server.Record.Exchanges[0].EventsWritten);
    }

    [Theory]
    [InlineData("429-ra3", 429, "3")]
    [InlineData("429-ra0", 429, "0")]
    [InlineData("429-ra3600", 429, "3600")]
    [InlineData("429-raneg5", 429, "-5")]
    [InlineData("429-rabad", 429, "soon")]
    [InlineData("429", 429, null)]
    [InlineData("500", 500, null)]
    [InlineData("502", 502, null)]
    [InlineData("503", 503, null)]
    [InlineData("529-ra1", 529, "1")]
    public async Task Status_comes_with_the_vendors_error_and_the_given_retry_after(string fault, int status, string? retryAfter)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        foreach (var protocol in Protocols)
        {
            var (path, body) = Ask.In(protocol, $"sim-text-fault-{fault}", true);
            using var response = await upstream.SendAsync(path, body, Cancellation);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(retryAfter, response.Headers.NonValidated.TryGetValues("retry-after", out var values) ? values.ToString() : null);
            var error = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("error");
            Assert.NotEmpty(error.GetProperty("message").GetString()!);
        }
    }

    [Fact]
    public async Task Retry_after_can_be_a_date()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync(Ask.Chat, Ask.ChatBody("sim-text-fault-429-radate60"), Cancellation);
        Assert.InRange((response.Headers.RetryAfter!.Date!.Value - TimeProvider.System.GetUtcNow()).TotalSeconds, 50, 61);
    }

    [Fact]
    public async Task Success_without_body_html_and_json_for_a_stream()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        Assert.Empty(await upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-text-fault-empty", true)));
        Assert.StartsWith("<!DOCTYPE html>", await upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-text-fault-html", true)), StringComparison.Ordinal);
        var whole = await upstream.PostJsonAsync(Ask.Chat, Ask.ChatBody("sim-text-fault-json", true));
        Assert.Equal("chat.completion", whole.GetProperty("object").GetString());
    }

    [Fact]
    public async Task Odd_framings_are_exactly_as_odd_as_asked()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        async Task<string> Stream(string fault) => Encoding.UTF8.GetString(await upstream.PostBytesAsync(Ask.Chat, Ask.ChatBody($"sim-text-n2-fault-{fault}", true)));

        Assert.StartsWith("\uFEFFdata: ", await Stream("bom"), StringComparison.Ordinal);
        var crlf = await Stream("crlf");
        Assert.Equal(crlf.Count(c => c == '\n'), crlf.Split("\r\n").Length - 1);
        var cr = await Stream("cr");
        Assert.DoesNotContain('\n', cr);
        Assert.EndsWith("data: [DONE]\r\r", cr, StringComparison.Ordinal);
        var noSpace = await Stream("nospace");
        Assert.StartsWith("data:{", noSpace, StringComparison.Ordinal);
        Assert.DoesNotContain("data: ", noSpace, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n", await Stream("noblanks"), StringComparison.Ordinal);
        var last = await Stream("nolastblank");
        Assert.Contains("\n\n", last, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n", last, StringComparison.Ordinal);
        Assert.False(last.EndsWith("\n\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Characters_are_split_between_writes_and_still_whole_in_the_end()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var chunks = Ask.Events(await upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-text-n3-fault-splitutf8", true)));
        Assert.Equal("é漢字🙂 ", chunks[1].GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString());
        var exchange = await upstream.FirstEndedAsync();
        Assert.Equal(chunks.Count + 1 + 3, exchange.EventsWritten);
    }

    [Fact]
    public async Task Huge_event_is_seventeen_mebibytes()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var bytes = await upstream.PostBytesAsync(Ask.Messages, Ask.MessagesBody("sim-text-fault-huge17", true));
        Assert.True(bytes.Length > 17 << 20);
        Assert.Contains("message_stop", Encoding.UTF8.GetString(bytes.AsSpan(bytes.Length - 200)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_tiny_events_come_without_a_pause()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        await upstream.PostBytesAsync(Ask.Chat, Ask.ChatBody("sim-text-n20000-b1", true));
        Assert.Equal(20003, (await upstream.FirstEndedAsync()).EventsWritten);
    }

    [Theory]
    [InlineData("chat", "data: {\"error\":")]
    [InlineData("responses", "event: response.failed\n")]
    [InlineData("messages", "event: error\n")]
    [InlineData("gemini", "{\"error\":")]
    public async Task Error_object_ends_the_stream_in_the_vendors_form(string protocol, string form)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        foreach (var (fault, contents) in ((string, int)[])[("errorbefore", 0), ("errorafter-k2", 2)])
        {
            var (path, body) = Ask.In(protocol, $"sim-text-n5-fault-{fault}", true);
            var stream = await upstream.PostAsync(path, body);
            var at = stream.LastIndexOf(form, StringComparison.Ordinal);
            Assert.True(at >= 0, stream);
            Assert.Equal(contents, stream.Split("w00000").Length - 1);
            Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
            Assert.DoesNotContain("message_stop", stream, StringComparison.Ordinal);
            Assert.DoesNotContain("response.completed", stream, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Failed_response_takes_the_next_number()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var events = Ask.Events(await upstream.PostAsync(Ask.Responses, Ask.ResponsesBody("sim-text-n5-fault-errorafter-k2", true)));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => e.GetProperty("sequence_number").GetInt32()));
        Assert.Equal("failed", events[^1].GetProperty("response").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("messages", "noterminal", "message_stop", "input_tokens")]
    [InlineData("responses", "noterminal", "response.completed", "response.created")]
    [InlineData("chat", "noend", "[DONE]", "chat.completion.chunk")]
    [InlineData("gemini", "noterminal", "finishReason", "usageMetadata")]
    [InlineData("messages", "nousage", "\"usage\"", "message_stop")]
    [InlineData("chat", "nousage", "\"usage\"", "[DONE]")]
    [InlineData("gemini", "nousage", "usageMetadata", "finishReason")]
    public async Task Missing_end_or_usage_is_missing_and_nothing_else(string protocol, string fault, string absent, string present)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var (path, body) = Ask.In(protocol, $"sim-text-n3-fault-{fault}", true);
        var stream = await upstream.PostAsync(path, body);
        Assert.DoesNotContain(absent, stream, StringComparison.Ordinal);
        Assert.Contains(present, stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_reset_and_clean_close_after_some_events()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using (var response = await upstream.SendAsync(Ask.Chat, Ask.ChatBody("sim-text-n9-i5-fault-resetafter-k4", true), Cancellation))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync(Cancellation));
        }
        var closed = await upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-text-n9-fault-closeafter-k4", true));
        Assert.Equal(4, Ask.Events(closed).Count);
    }

    [Fact]
    public async Task Script_fails_the_first_request_only()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        upstream.Server.Scripts.Enqueue(new Script { Model = "gpt-5.5", As = "sim-text-fault-503", RetryAfter = "7" });
        using (var failed = await upstream.SendAsync(Ask.Chat, Ask.ChatBody("gpt-5.5"), Cancellation))
        {
            Assert.Equal(503, (int)failed.StatusCode);
            Assert.Equal("7", failed.Headers.RetryAfter!.ToString());
        }
        await upstream.PostAsync(Ask.Chat, Ask.ChatBody("gpt-5.5"));
    }

    private static async Task<Socket> RawAsync(SimulatorClient upstream, string path, string body)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", upstream.Server.BaseUrl.Port, Cancellation);
        var request = $"POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k\r\ncontent-type: application/json\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
        await socket.SendAsync(Encoding.UTF8.GetBytes(request), Cancellation);
        return socket;
    }
}
