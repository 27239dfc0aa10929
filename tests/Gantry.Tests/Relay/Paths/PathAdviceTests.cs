using Gantry.Protocols;
using Gantry.Relay.Paths;
using Xunit;

namespace Gantry.Tests.Relay.Paths;

public sealed class PathAdviceTests
{
    private const string Url = "https://gate.example/api";

    [Theory]
    [InlineData("user-agent", "claude-cli/2.1.329 (external, sdk-cli)", nameof(ClientKind.ClaudeCode), Protocol.Messages, Url, "ANTHROPIC_BASE_URL=https://gate.example/api ")]
    [InlineData("anthropic-version", "2026-10-21", nameof(ClientKind.AnthropicSdk), Protocol.Messages, Url, "to https://gate.example/api ")]
    [InlineData("x-api-key", "k", nameof(ClientKind.AnthropicSdk), Protocol.Messages, Url, "to https://gate.example/api ")]
    [InlineData("originator", "codex_exec", nameof(ClientKind.Codex), Protocol.Responses, Url + "/v1", "base_url = \"https://gate.example/api/v1\"")]
    [InlineData("user-agent", "codex_cli_rs/0.169.0", nameof(ClientKind.Codex), Protocol.Responses, Url + "/v1", "base_url = \"https://gate.example/api/v1\"")]
    [InlineData("user-agent", "GeminiCLI-tui/0.61.0/x", nameof(ClientKind.GeminiCli), Protocol.Gemini, Url, "GOOGLE_GEMINI_BASE_URL=https://gate.example/api ")]
    [InlineData("x-goog-api-key", "k", nameof(ClientKind.GoogleSdk), Protocol.Gemini, Url, "to https://gate.example/api ")]
    [InlineData("user-agent", "OpenAI/Python 2.1", nameof(ClientKind.OpenAiSdk), Protocol.Chat, Url + "/v1", "to https://gate.example/api/v1.")]
    [InlineData("user-agent", "curl/8", nameof(ClientKind.Unknown), Protocol.Chat, Url + "/v1", "https://gate.example/api/v1 for OpenAI")]
    public void Client_is_told_the_base_that_it_needs(
        string name, string value, string client, Protocol protocol, string baseUrl, string sentence)
    {
        var advice = PathAdvice.For(header => header == name ? value : null, Url);

        Assert.Equal((client, protocol, baseUrl), (advice.Client.ToString(), advice.Protocol, advice.BaseUrl));
        Assert.Contains(sentence, advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_of_the_request_are_not_in_the_advice()
    {
        var advice = PathAdvice.For(_ => "sk-secret-canary", Url);

        Assert.DoesNotContain("canary", advice.ToString(), StringComparison.Ordinal);
    }
}
