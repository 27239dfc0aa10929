using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gantry.Simulator;
using Gantry.Simulator.Recording;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class RecordTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_tells_what_arrived_and_what_was_served()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var body = Ask.MessagesBody("sim-text-n3-b8", true);
        var stream = await upstream.PostAsync("/v1/messages?beta=true", body, ("x-test", "1"));
        var exchange = await upstream.FirstEndedAsync();

        Assert.Equal((1L, "POST", "/v1/messages?beta=true", "sim-text-n3-b8", 200), (exchange.Sequence, exchange.Method, exchange.Target, exchange.Model, exchange.Status));
        Assert.Equal((Protocols.Protocol.Messages, Protocols.Operation.Chat, true), (exchange.Protocol, exchange.Operation, exchange.Stream));
        Assert.Equal(body, Encoding.UTF8.GetString(exchange.Body.Span));
        Assert.Equal(("Bearer sk-test", "1"), (exchange.Header("authorization"), exchange.Header("X-Test")));
        Assert.Equal(Encoding.UTF8.GetByteCount(stream), exchange.BytesWritten);
        Assert.Equal(9, exchange.EventsWritten);
        Assert.Equal(6, exchange.TokensDelivered);
        Assert.Equal(6, exchange.ClaimedUsage!.Value.Output);
        Assert.Equal((ExchangeOutcome.Finished, null), (exchange.Outcome, exchange.AbortedAt));
        Assert.Equal(0, upstream.Server.Open);
    }

    [Theory]
    [InlineData("sim-text-d60000", false)]
    [InlineData("sim-text-d60000", true)]
    [InlineData("sim-text-n1000-i20", true)]
    [InlineData("sim-text-fault-stall-k2", true)]
    public async Task Client_that_leaves_is_seen_within_a_second(string model, bool stream)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var sending = upstream.SendAsync(Ask.Chat, Ask.ChatBody(model, stream), leaving.Token);
        var exchange = await upstream.Server.Record.ArrivedAsync(1, Cancellation);
        await Task.Delay(100, Cancellation);

        var watch = Stopwatch.StartNew();
        await leaving.CancelAsync();
        if (sending.IsCompletedSuccessfully) (await sending).Dispose();
        await exchange.Ended.WaitAsync(TestRun.Limit(5), Cancellation);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TestRun.Limit(1));
        Assert.Equal(ExchangeOutcome.ClientClosed, exchange.Outcome);
        Assert.NotNull(exchange.AbortedAt);
        Assert.False(exchange.UsageDelivered);
    }

    [Fact]
    public async Task File_and_view_hold_fingerprints_and_no_keys()
    {
        var file = Path.Combine(Path.GetTempPath(), $"gantry-simulator-{Guid.CreateVersion7()}.jsonl");
        try
        {
            string view;
            await using (var upstream = await SimulatorClient.StartAsync(new SimulatorOptions { RecordFile = file }))
            {
                await upstream.PostAsync("/v1beta/models/gemini-3.8-flash:generateContent?key=secret-in-query", Ask.GeminiBody(), ("x-goog-api-key", "secret-in-header"));
                await upstream.FirstEndedAsync();
                using var response = await upstream.SendAsync(HttpMethod.Get, "/_simulator/record", null, Cancellation);
                view = await response.Content.ReadAsStringAsync(Cancellation);
            }
            var line = Assert.Single(await File.ReadAllLinesAsync(file, Cancellation));
            foreach (var text in (string[])[view, line])
            {
                Assert.DoesNotContain("secret-in", text, StringComparison.Ordinal);
                Assert.DoesNotContain("sk-test", text, StringComparison.Ordinal);
                Assert.Contains("sha256:", text, StringComparison.Ordinal);
            }
            Assert.Equal("gemini", JsonElement.Parse(line).GetProperty("protocol").GetString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Pace_is_absolute_for_many_streams_at_once()
    {
        const int streams = 40;
        await using var upstream = await SimulatorClient.StartAsync();
        await upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-text-n2", true));
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-text-n26-i20-b16", true))));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.5), TestRun.Limit(2.5));
    }

    [Fact]
    public async Task Same_seed_makes_the_same_ids()
    {
        static async Task<string> IdAsync()
        {
            await using var upstream = await SimulatorClient.StartAsync(new SimulatorOptions { Seed = 7 });
            return (await upstream.PostJsonAsync(Ask.Chat, Ask.ChatBody("gpt-5.5"))).GetProperty("id").GetString()!;
        }

        Assert.Equal(await IdAsync(), await IdAsync());
    }

    [Fact]
    public async Task Deleting_the_record_empties_it()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        await upstream.PostAsync(Ask.Chat, Ask.ChatBody("gpt-5.5"));
        using var response = await upstream.SendAsync(HttpMethod.Delete, "/_simulator/record", null, Cancellation);
        Assert.Equal(204, (int)response.StatusCode);
        Assert.Empty(upstream.Server.Record.Exchanges);
    }
}
