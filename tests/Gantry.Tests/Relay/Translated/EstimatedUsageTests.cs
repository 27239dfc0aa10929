using System.Text.Json.Nodes;
using Xunit;

namespace Gantry.Tests.Relay.Translated;

public sealed class EstimatedUsageTests
{
    private const string Asked = """{"model":"chat","max_tokens":50,"stream":STREAM,"messages":[{"role":"user","content":"Tell me what the weather will be in Ghent tomorrow."}]}""";

    [Fact]
    [Trait("Case", "64")]
    public async Task Stream_without_usage_is_told_and_recorded_with_estimates()
    {
        await using var gateway = await Offers.StartAsync("sim-text-n20-fault-nousage");
        using var response = await gateway.PostAsync("/v1/messages", Asked.Replace("STREAM", "true", StringComparison.Ordinal));
        var events = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n')
            .Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!).ToList();
        var begun = events.Single(e => (string?)e["type"] == "message_start")["message"]!["usage"]!;
        var ended = events.Single(e => (string?)e["type"] == "message_delta")["usage"]!;
        Assert.InRange((long)begun["input_tokens"]!, 10, 40);
        Assert.Equal((long)begun["input_tokens"]!, (long)ended["input_tokens"]!);
        Assert.True((long)ended["output_tokens"]! > 0);
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal(("estimated", "completed", "usage_estimated"), (row.UsageSource, row.Outcome, row.Losses));
        Assert.Equal(((long)ended["input_tokens"]!, (long)ended["output_tokens"]!), (row.UncachedInput, row.Output));
    }

    [Fact]
    [Trait("Case", "64")]
    public async Task Whole_answer_without_usage_says_so_in_its_header()
    {
        await using var gateway = await Offers.StartAsync();
        gateway.Answer(200, """{"id":"a","object":"chat.completion","model":"x","choices":[{"index":0,"message":{"role":"assistant","content":"It will rain all day."},"finish_reason":"stop"}]}""");
        using var response = await gateway.PostAsync("/v1/messages", Asked.Replace("STREAM", "false", StringComparison.Ordinal));
        var usage = (await response.JsonAsync())["usage"]!;
        Assert.InRange((long)usage["input_tokens"]!, 10, 40);
        Assert.InRange((long)usage["output_tokens"]!, 4, 12);
        Assert.Equal("usage_estimated", response.Header("x-gantry-dropped"));
        Assert.Equal("estimated", Assert.Single(await gateway.UsageAsync(1)).UsageSource);
    }

    [Fact]
    [Trait("Case", "65")]
    public async Task Told_usage_is_recorded_as_it_was_told()
    {
        await using var gateway = await Offers.StartAsync("sim-text-n3-usage-in700-cr200-out9");
        using var response = await gateway.PostAsync("/v1/messages", Asked.Replace("STREAM", "true", StringComparison.Ordinal));
        var events = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n')
            .Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!).ToList();
        Assert.InRange((long)events.Single(e => (string?)e["type"] == "message_start")["message"]!["usage"]!["input_tokens"]!, 10, 40);
        var ended = events.Single(e => (string?)e["type"] == "message_delta")["usage"]!;
        Assert.Equal((700, 200, 9), ((long)ended["input_tokens"]!, (long)ended["cache_read_input_tokens"]!, (long)ended["output_tokens"]!));
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal(("reported", 700L, 200L, 9L), (row.UsageSource, row.UncachedInput, row.CacheRead, row.Output));
    }
}
