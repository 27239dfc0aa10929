using System.Text.Json;
using Gantry.Simulator;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class RefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat", 401)]
    [InlineData("responses", 401)]
    [InlineData("messages", 401)]
    [InlineData("gemini", 403)]
    [InlineData("converse", 403)]
    public async Task Missing_key_is_refused_with_the_vendors_status(string protocol, int status)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var (path, body) = Ask.In(protocol, "gpt-5.5", false);
        using var response = await upstream.SendAsync(path, body, Cancellation, ("authorization", ""));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("chat", 401, "authorization", "Bearer right")]
    [InlineData("responses", 401, "authorization", "Bearer right")]
    [InlineData("messages", 401, "x-api-key", "right")]
    [InlineData("gemini", 400, "x-goog-api-key", "right")]
    [InlineData("converse", 403, "authorization", "AWS4-HMAC-SHA256 Credential=right/20261121/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=0")]
    public async Task Only_the_required_key_passes(string protocol, int status, string header, string value)
    {
        await using var upstream = await SimulatorClient.StartAsync(new SimulatorOptions { RequiredKey = "right" });
        var (path, body) = Ask.In(protocol, "gpt-5.5", false);
        using (var refused = await upstream.SendAsync(path, body, Cancellation)) Assert.Equal(status, (int)refused.StatusCode);
        await upstream.PostAsync(path, body, (header, value));
    }

    [Fact]
    public async Task No_key_is_needed_when_the_options_say_so()
    {
        await using var upstream = await SimulatorClient.StartAsync(new SimulatorOptions { RequireKey = false });
        await upstream.PostAsync(Ask.Chat, Ask.ChatBody("gpt-5.5"), ("authorization", ""));
    }

    [Theory]
    [InlineData(Ask.Chat, "{\"messages\":[]}", "you must provide a model parameter")]
    [InlineData(Ask.Chat, "{\"model\":\"m\"}", "messages")]
    [InlineData(Ask.Responses, "{\"input\":\"a\"}", "model")]
    [InlineData(Ask.Chat, "no json", "parse")]
    [InlineData("/v1beta/models/m:generateContent", "{}", "contents")]
    public async Task Bad_request_is_refused_with_a_message(string path, string body, string message)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync(path, body, Cancellation);
        Assert.Equal(400, (int)response.StatusCode);
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("error");
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_anthropic_version_refuses_sampling()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var body = Ask.MessagesBody("claude-sonnet-5", false, ",\"temperature\":1");
        await upstream.PostAsync(Ask.Messages, body);
        using var refused = await upstream.SendAsync(Ask.Messages, body, Cancellation, ("anthropic-version", "2026-10-21"));
        Assert.Equal(400, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Unknown_address_is_404()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync("/v1/v1/messages", "{}", Cancellation);
        Assert.Equal(404, (int)response.StatusCode);
    }
}
