using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;
using Xunit;
using Model = Gantry.Clients.Tests.Gateway.Models;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>What the vendors' own clients make of the gateway's 429: they come again when they were told to, and not where nothing would help.</summary>
public sealed class LimitedSdkTest(LimitingGatewayFixture fixture) : IClassFixture<LimitingGatewayFixture>
{
    private readonly LimitingGateway _gateway = fixture.Gateway;

    [Fact]
    public async Task OpenAi_client_waits_as_told_and_is_served()
    {
        var slow = await BusyAsync();
        var counter = new CallCounter();
        ChatCompletion answer = await OpenAi(Model.Gpt, counter).CompleteChatAsync("Say a few words.");
        Assert.NotEmpty(answer.Content[0].Text);
        CheckWaits(counter);
        await slow;
    }

    [Fact]
    public async Task Anthropic_client_waits_as_told_and_is_served()
    {
        var slow = await BusyAsync();
        var counter = new CallCounter();
        using var client = Anthropic(counter);
        var answer = await client.Messages.Create(Ask(Model.Claude));
        Assert.Equal("end_turn", answer.StopReason?.Raw());
        CheckWaits(counter);
        await slow;
    }

    [Fact]
    public async Task Anthropic_client_does_not_repeat_what_can_never_be_served()
    {
        var counter = new CallCounter();
        using var client = Anthropic(counter);
        var error = await Assert.ThrowsAsync<AnthropicRateLimitException>(() => client.Messages.Create(Ask(Model.ClaudeSmall)));
        Assert.Contains("It can never be served", error.Message, StringComparison.Ordinal);
        Assert.Single(counter.Calls);
        Assert.DoesNotContain(_gateway.Upstream.Exchanges, exchange => exchange.Model == Model.ClaudeSmall);
    }

    /// <summary>Every pause after a refusal was a second or longer: what <c>retry-after</c> says.</summary>
    private static void CheckWaits(CallCounter counter)
    {
        Assert.True(counter.Calls.Count > 1, "it was not refused");
        Assert.All(counter.Calls.Skip(1), call => Assert.InRange(call.Pause, TimeSpan.FromSeconds(0.99), TimeSpan.FromSeconds(6)));
        Assert.All(counter.Calls.SkipLast(1), call => Assert.Equal(429, call.Status));
    }

    /// <summary>The only place is taken for a while.</summary>
    private async Task<Task> BusyAsync()
    {
        var before = _gateway.Upstream.Exchanges.Count;
        var slow = OpenAi(LimitingGateway.Slow, new CallCounter()).CompleteChatAsync("Go on.");
        var clock = Stopwatch.StartNew();
        while (_gateway.Upstream.Exchanges.Count == before && clock.Elapsed < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return slow;
    }

    private ChatClient OpenAi(string model, CallCounter counter) => new(
        model,
        new ApiKeyCredential(_gateway.Key),
        new OpenAIClientOptions { Endpoint = new Uri(_gateway.BaseUrl + "/v1"), RetryPolicy = new ClientRetryPolicy(4), Transport = new HttpClientPipelineTransport(counter.Http()) });

    private AnthropicClient Anthropic(CallCounter counter) =>
        new() { BaseUrl = _gateway.BaseUrl, ApiKey = _gateway.Key, AuthToken = null, MaxRetries = 4, HttpClient = counter.Http() };

    private static MessageCreateParams Ask(string model) => new() { Model = model, MaxTokens = 400, Messages = [new UserMessageParam { Content = "Say a few words." }] };
}
