using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class UsageConventionTests
{
    private const string Model = "sim-text-n2-usage-in100-cr20-cw5m30-cw1h40-out50-reason10";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_counts_cache_within_the_prompt_and_reasoning_within_the_completion(bool stream)
    {
        var usage = await UsageAsync("chat", stream, answer => answer.GetProperty("usage"));
        Assert.Equal([190, 50, 240], Numbers(usage, "prompt_tokens", "completion_tokens", "total_tokens"));
        Assert.Equal([20, 70], Numbers(usage.GetProperty("prompt_tokens_details"), "cached_tokens", "cache_write_tokens"));
        Assert.Equal([10], Numbers(usage.GetProperty("completion_tokens_details"), "reasoning_tokens"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Responses_count_like_chat(bool stream)
    {
        var usage = await UsageAsync("responses", stream, answer => (stream ? answer.GetProperty("response") : answer).GetProperty("usage"));
        Assert.Equal([190, 50, 240], Numbers(usage, "input_tokens", "output_tokens", "total_tokens"));
        Assert.Equal([20, 70], Numbers(usage.GetProperty("input_tokens_details"), "cached_tokens", "cache_write_tokens"));
        Assert.Equal([10], Numbers(usage.GetProperty("output_tokens_details"), "reasoning_tokens"));
    }

    [Fact]
    public async Task Messages_count_cache_apart_from_the_input()
    {
        var usage = await UsageAsync("messages", false, answer => answer.GetProperty("usage"));
        Assert.Equal([100, 20, 70, 50], Numbers(usage, "input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens"));
        Assert.Equal([30, 40], Numbers(usage.GetProperty("cache_creation"), "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"));
        Assert.Equal([10], Numbers(usage.GetProperty("output_tokens_details"), "thinking_tokens"));
    }

    [Fact]
    public async Task Messages_stream_repeats_the_input_in_its_delta_and_tells_lifetimes_in_its_start()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var events = Ask.Events(await upstream.PostAsync(Ask.Messages, Ask.MessagesBody(Model, true)));
        Assert.Equal([30, 40], Numbers(events[0].GetProperty("message").GetProperty("usage").GetProperty("cache_creation"), "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"));
        Assert.Equal([100, 20, 70, 50], Numbers(events[^2].GetProperty("usage"), "input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gemini_counts_cache_within_the_prompt_and_thoughts_beside_the_candidates(bool stream)
    {
        var usage = await UsageAsync("gemini", stream, answer => answer.GetProperty("usageMetadata"));
        Assert.Equal([190, 20, 40, 10, 240], Numbers(usage, "promptTokenCount", "cachedContentTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount"));
    }

    [Fact]
    public async Task Converse_counts_cache_apart_from_the_input_but_within_the_total()
    {
        var usage = await UsageAsync("converse", false, answer => answer.GetProperty("usage"));
        Assert.Equal([100, 20, 70, 50, 240], Numbers(usage, "inputTokens", "cacheReadInputTokens", "cacheWriteInputTokens", "outputTokens", "totalTokens"));
        Assert.Equal("[{\"inputTokens\":30,\"ttl\":\"5m\"},{\"inputTokens\":40,\"ttl\":\"1h\"}]", usage.GetProperty("cacheDetails").GetRawText());
    }

    [Fact]
    public async Task Record_holds_the_claim_in_disjoint_buckets()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        await upstream.PostAsync(Ask.Messages, Ask.MessagesBody(Model));
        var exchange = await upstream.FirstEndedAsync();
        Assert.Equal(new Protocols.Hub.Usage { UncachedInput = 100, CacheRead = 20, CacheWrite5m = 30, CacheWrite1h = 40, Output = 50, Reasoning = 10 }, exchange.ClaimedUsage);
        Assert.True(exchange.UsageDelivered);
    }

    private static async Task<JsonElement> UsageAsync(string protocol, bool stream, Func<JsonElement, JsonElement> usage)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var (path, body) = Ask.In(protocol, Model, stream);
        var answer = await upstream.PostAsync(path, body);
        return usage(stream ? Ask.Events(answer)[^1] : JsonElement.Parse(answer));
    }

    private static IEnumerable<long> Numbers(JsonElement usage, params string[] names) => names.Select(name => usage.GetProperty(name).GetInt64());
}
