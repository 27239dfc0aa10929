using System.Text;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.Face;

/// <summary>Upstreams that compress although they were asked for plain bytes.</summary>
public sealed class CompressedAnswerTests
{
    private const string Stream = """
        data: {"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"héllo"}}]}

        data: {"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"c1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}

        data: [DONE]


        """;

    private const string Whole = """{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"héllo"},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""";

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br", true)]
    [InlineData("deflate", true)]
    [InlineData("gzip", false)]
    [InlineData("br", false)]
    public async Task Answer_is_decoded_and_metered(string encoding, bool stream)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var clear = stream ? Stream : Whole;
        Replay(gateway, 200, stream ? "text/event-stream" : "application/json", encoding, clear, [3, 40, 7]);
        using var response = await Call.Of("chat", "m", stream, stream ? ",\"stream_options\":{\"include_usage\":true}" : "").SendAsync(gateway);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(clear, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal((11, 7, "completed"), (row.UncachedInput, row.Output, row.Outcome));
    }

    [Theory]
    [InlineData("audio/wav", 200)]
    [InlineData("application/json", 400)]
    [Trait("Case", "19")]
    public async Task Length_of_the_compressed_body_is_not_told(string type, int status)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var clear = new string('a', 50_000);
        Replay(gateway, status, type, "gzip", clear, []);
        using var response = await gateway.PostAsync("/v1/audio/speech", """{"model":"m","input":"x","voice":"alloy"}""");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(clear, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Large_whole_answer_comes_out_complete()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var clear = $$"""{"object":"list","data":[{"embedding":"{{new string('a', 6_000_000)}}"}],"usage":{"prompt_tokens":11,"total_tokens":11} }""";
        Replay(gateway, 200, "application/json", "gzip", clear, []);
        using var response = await gateway.PostAsync("/v1/embeddings", """{"model":"m","input":"x"}""");
        Assert.Equal(clear, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(11, Assert.Single(await gateway.UsageAsync(1)).UncachedInput);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Answer_that_cannot_be_decoded_is_a_bad_answer_and_not_bytes_without_sense(string encoding)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        gateway.Simulator.Scripts.Replace(new Script
        {
            Replay = new ReplayScript { Headers = [new("content-type", "application/json"), new("content-encoding", encoding)], Body = Encoding.ASCII.GetBytes(Whole.Replace("é", "e", StringComparison.Ordinal)) },
        });
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        var told = await Told.ReadAsync("chat", response);
        Assert.Equal((502, "upstream", "upstream_bad_answer"), (told.Status, told.Origin, told.Code));
    }

    private static void Replay(TestGateway gateway, int status, string type, string encoding, string clear, int[] chunks) => gateway.Simulator.Scripts.Replace(new Script
    {
        Replay = new ReplayScript
        {
            Status = status,
            Headers = [new("content-type", type), new("content-encoding", encoding)],
            Body = CompressedBodyTests.Compress(encoding, Encoding.UTF8.GetBytes(clear)),
            ChunkSizes = chunks,
        },
    });
}
