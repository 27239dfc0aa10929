using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gantry.Relay;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Face;
using Xunit;

namespace Gantry.Tests.Relay.Translated;

/// <summary>What only a whole gateway shows: what it sends, how often, and with which headers it answers.</summary>
public sealed class CrossCaseTests
{
    private const string Plain = "sim-text-n3";

    [Theory]
    [InlineData("messages", "chat", "null")]
    [InlineData("chat", "messages", "null")]
    [InlineData("gemini", "chat", "")]
    [InlineData("responses", "gemini", "null")]
    [Trait("Case", "20")]
    public async Task Answer_of_null_or_nothing_is_a_failure_in_the_clients_words(string client, string upstream, string body)
    {
        await using var gateway = await Crossing.StartAsync(Plain);
        Replay(gateway, 200, "application/json", Encoding.UTF8.GetBytes(body));
        using var response = await Call.Of(client, Crossing.Model(upstream, Plain)).SendAsync(gateway);
        var told = await Told.ReadAsync(client, response);
        Assert.InRange(told.Status, 502, 529);
        Assert.Equal("upstream", told.Origin);
    }

    [Theory]
    [InlineData("messages", "chat")]
    [InlineData("chat", "messages")]
    [Trait("Case", "22")]
    public async Task Page_of_a_proxy_becomes_a_short_sentence_with_its_status(string client, string upstream)
    {
        await using var gateway = await Crossing.StartAsync(Plain);
        Replay(gateway, 413, "text/html", "<html><head><title>413 Request Entity Too Large</title></head><body><hr>cloudflare</body></html>"u8.ToArray());
        using var response = await Call.Of(client, Crossing.Model(upstream, Plain)).SendAsync(gateway);
        var told = await Told.ReadAsync(client, response);
        Assert.Equal(413, told.Status);
        Assert.DoesNotContain("<", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", "messages")]
    [InlineData("chat", "chat")]
    [InlineData("gemini", "gemini")]
    [Trait("Case", "25")]
    public async Task Stream_is_neither_compressed_nor_to_be_buffered(string client, string upstream)
    {
        await using var gateway = await Crossing.StartAsync(Plain);
        using var response = await Call.Of(client, Crossing.Model(upstream, Plain), stream: true).SendAsync(gateway, ("accept-encoding", "gzip, br"));
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("x-accel-buffering")));
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("messages", true, 1)]
    [InlineData("messages", true, 3)]
    [InlineData("messages", false, 1)]
    [InlineData("messages", false, 3)]
    [InlineData("chat", false, 3)]
    [Trait("Case", "146")]
    public async Task Call_that_the_model_garbled_is_asked_for_once_more_and_then_is_a_failure(string client, bool stream, int times)
    {
        await using var gateway = await Crossing.StartAsync(Plain);
        Replay(gateway, 200, "application/json", """{"candidates":[{"content":{},"finishReason":"MALFORMED_FUNCTION_CALL","index":0}],"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}}"""u8.ToArray(), times);
        using var response = await Call.Of(client, Crossing.Model("gemini", Plain), stream).SendAsync(gateway);
        Assert.Equal(times == 1, (int)response.StatusCode == 200);
        Assert.Equal(2, gateway.Simulator.Record.Exchanges.Count);
    }

    [Fact]
    [Trait("Case", "147")]
    public async Task Answer_that_ends_without_a_word_is_an_answer_and_asked_for_once()
    {
        await using var gateway = await Crossing.StartAsync(Plain);
        Replay(gateway, 200, "application/json", """{"candidates":[{"content":{"role":"model","parts":[]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}}"""u8.ToArray());
        using var response = await Call.Of("chat", Crossing.Model("gemini", Plain)).SendAsync(gateway);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Single(gateway.Simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData("chat", ",\"max_tokens\":64000")]
    [InlineData("responses", ",\"max_output_tokens\":64000")]
    [Trait("Case", "273")]
    public async Task Long_answer_of_Anthropic_is_streamed_to_the_gateway_and_told_whole(string client, string cap)
    {
        await using var gateway = await Crossing.StartAsync(Plain);
        using var response = await Call.Of(client, Crossing.Model("messages", Plain), more: cap).SendAsync(gateway);
        Assert.NotEmpty((await Crossing.ReadAsync(client, response, streamed: false)).Parts);
        Assert.True(JsonElement.Parse(Assert.Single(gateway.Simulator.Record.Exchanges).Body.Span).GetProperty("stream").GetBoolean());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Case", "274")]
    public async Task Upstream_that_refuses_stream_options_is_sent_none(bool asksForUsage)
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, url => FaceConfiguration.One(FaceConfiguration.Local(url) + $", stream_usage: {(asksForUsage ? "true" : "false")}", Plain));
        using var response = await Call.Of("chat", "m", stream: true).SendAsync(gateway);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(asksForUsage, JsonElement.Parse(Assert.Single(gateway.Simulator.Record.Exchanges).Body.Span).TryGetProperty("stream_options", out _));
    }

    [Fact]
    [Trait("Case", "299")]
    public async Task Nothing_is_added_to_a_request_for_a_picture()
    {
        await using var gateway = await TestGateway.StartAsync("gpt-image-2");
        const string Asked = """{"model":"gpt-image-2","prompt":"cat"}""";
        using var response = await gateway.PostAsync("/v1/images/generations", Asked);
        Assert.Equal(Asked, Encoding.UTF8.GetString(Assert.Single(gateway.Simulator.Record.Exchanges).Body.Span));
    }

    [Fact]
    [Trait("Case", "17")]
    public async Task Stream_that_is_compressed_event_by_event_is_read_as_one()
    {
        await using var gateway = await Crossing.StartAsync(Plain);
        string[] events =
        [
            "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é\"}}]}\n\n",
            "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"漢\"},\"finish_reason\":\"stop\"}]}\n\n",
            "data: [DONE]\n\n",
        ];
        using var packed = new MemoryStream();
        var sizes = new List<int>();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (string one in events)
            {
                long before = packed.Length;
                gzip.Write(Encoding.UTF8.GetBytes(one));
                gzip.Flush();
                sizes.Add((int)(packed.Length - before));
            }
        }

        gateway.Simulator.Scripts.Replace(new Script { Times = 2, Replay = new ReplayScript { Headers = [new("content-type", "text/event-stream"), new("content-encoding", "gzip")], Body = packed.ToArray(), ChunkSizes = [.. sizes] } });
        foreach (string client in new[] { "messages", "chat" })
        {
            using var response = await Call.Of(client, Crossing.Model("chat", Plain), stream: true).SendAsync(gateway);
            Assert.Empty(response.Content.Headers.ContentEncoding);
            var answer = await Crossing.ReadAsync(client, response, streamed: true);
            Assert.Equal("é漢", string.Concat(answer.Parts.OfType<Gantry.Protocols.Hub.TextPart>().Select(part => part.Text.ToString())));
        }
    }

    [Fact]
    public async Task Sources_that_the_gateway_made_up_do_not_go_to_Anthropic()
    {
        await using var gateway = await TestGateway.StartAsync(Plain);
        const string History = """{"model":"sim-text-n3","max_tokens":9,"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"text","text":"a","citations":[{"type":"web_search_result_location","url":"u","title":"t","cited_text":"c","encrypted_index":""}]}]},{"role":"user","content":"r"}]}""";
        using var content = new StringContent(History, new MediaTypeHeaderValue("application/json"));
        using var response = await gateway.SendAsync(HttpMethod.Post, "/v1/messages", content, ("anthropic-version", "2023-06-01"));
        Assert.Equal(200, (int)response.StatusCode);
        var sent = JsonElement.Parse(Assert.Single(gateway.Simulator.Record.Exchanges).Body.Span);
        Assert.Equal(JsonValueKind.Null, sent.GetProperty("messages")[1].GetProperty("content")[0].GetProperty("citations").ValueKind);
    }

    private static void Replay(TestGateway gateway, int status, string type, byte[] body, int times = 1) =>
        gateway.Simulator.Scripts.Replace(new Script { Times = times, Replay = new ReplayScript { Status = status, Headers = [new("content-type", type)], Body = body } });
}
