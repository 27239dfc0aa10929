using Gantry.Protocols;
using Gantry.Providers;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Providers;

public sealed class ProviderAddressTests
{
    [Theory]
    [InlineData("openai", "https://api.openai.com", "v1", "/chat/completions", "https://api.openai.com/v1/chat/completions")]
    [InlineData("openai", "https://api.openai.com/v1", "v1", "/responses", "https://api.openai.com/v1/responses")]
    [InlineData("openai-compatible", "https://openrouter.example/api/v1/", "v1", "/chat/completions", "https://openrouter.example/api/v1/chat/completions")]
    [InlineData("openai-compatible", "https://ark.example/api/v3", "v1", "/chat/completions", "https://ark.example/api/v3/chat/completions")]
    [InlineData("azure", "https://x.openai.example/openai/v1", "v1", "/chat/completions", "https://x.openai.example/openai/v1/chat/completions")]
    [InlineData("groq", "https://api.groq.com/openai/v1", "v1", "/chat/completions", "https://api.groq.com/openai/v1/chat/completions")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1", "v1", "/chat/completions", "https://openrouter.ai/api/v1/chat/completions")]
    [InlineData("openrouter", "https://openrouter.ai/api", "v1", "/embeddings", "https://openrouter.ai/api/v1/embeddings")]
    [InlineData("ollama", "http://127.0.0.1:11434", "v1", "/chat/completions", "http://127.0.0.1:11434/v1/chat/completions")]
    [InlineData("deepseek", "https://api.deepseek.com", "v1", "/chat/completions", "https://api.deepseek.com/chat/completions")]
    [InlineData("deepseek", "https://api.deepseek.com/v1", "v1", "/chat/completions", "https://api.deepseek.com/v1/chat/completions")]
    [InlineData("deepseek", "https://api.deepseek.com/anthropic", "v1", "/chat/completions", "https://api.deepseek.com/chat/completions")]
    [InlineData("anthropic", "https://api.anthropic.com", "v1", "/messages", "https://api.anthropic.com/v1/messages")]
    [InlineData("gemini", "https://google.example", "v1beta", "/models/m:generateContent", "https://google.example/v1beta/models/m:generateContent")]
    [InlineData("gemini", "https://google.example", "v1", "/models/m:generateContent", "https://google.example/v1/models/m:generateContent")]
    [InlineData("gemini", "https://google.example/v1beta", "v1", "/models/m:countTokens", "https://google.example/v1beta/models/m:countTokens")]
    public void Path_follows_the_version_that_the_base_url_may_already_hold(string provider, string baseUrl, string version, string path, string expected)
    {
        var call = new UpstreamCall(Upstream(provider, baseUrl), Protocol.Chat, Operation.Chat, "m") { Path = path, Version = version };

        Assert.Equal(expected, ProviderTable.Get(provider).Address(call).AbsoluteUri);
    }

    [Theory]
    [InlineData("https://api.deepseek.com")]
    [InlineData("https://api.deepseek.com/v1")]
    [InlineData("https://api.deepseek.com/anthropic")]
    public void Messages_of_deepseek_stand_in_a_folder_of_their_own(string baseUrl)
    {
        var call = new UpstreamCall(Upstream("deepseek", baseUrl), Protocol.Messages, Operation.Chat, "m") { Path = "/messages" };

        Assert.Equal("https://api.deepseek.com/anthropic/v1/messages", ProviderTable.Get("deepseek").Address(call).AbsoluteUri);
    }

    [Fact]
    public void Query_of_the_client_is_kept()
    {
        var call = new UpstreamCall(Upstream("anthropic", "https://a.example"), Protocol.Messages, Operation.Chat, "m") { Path = "/messages", Query = "?beta=true" };

        Assert.Equal("https://a.example/v1/messages?beta=true", ProviderTable.Get("anthropic").Address(call).AbsoluteUri);
    }

    [Theory]
    [InlineData("openai", Protocol.Chat, "Authorization", "Bearer secret")]
    [InlineData("azure", Protocol.Chat, "api-key", "secret")]
    [InlineData("anthropic", Protocol.Messages, "x-api-key", "secret")]
    [InlineData("gemini", Protocol.Gemini, "x-goog-api-key", "secret")]
    [InlineData("gemini", Protocol.Chat, "Authorization", "Bearer secret")]
    [InlineData("openai-compatible", Protocol.Messages, "x-api-key", "secret")]
    [InlineData("deepseek", Protocol.Messages, "x-api-key", "secret")]
    [InlineData("openrouter", Protocol.Messages, "Authorization", "Bearer secret")]
    [InlineData("xai", Protocol.Responses, "Authorization", "Bearer secret")]
    [InlineData("azure", Protocol.Messages, "api-key", "secret")]
    [InlineData("azure", Protocol.Messages, "x-api-key", "secret")]
    public void Credential_goes_where_the_vendor_expects_it(string provider, Protocol protocol, string header, string expected)
    {
        using var request = new HttpRequestMessage();
        ProviderTable.Get(provider).Authenticate(request.Headers, protocol, new UpstreamCredential(Guid.Empty, "secret"));

        Assert.Equal(expected, Assert.Single(request.Headers.GetValues(header)));
    }

    [Fact]
    public void Version_of_an_anthropic_client_is_left_alone()
    {
        using var request = new HttpRequestMessage();
        request.Headers.Add("anthropic-version", "2026-10-21");
        ProviderTable.Get("anthropic").Authenticate(request.Headers, Protocol.Messages, new UpstreamCredential(Guid.Empty, "secret"));

        Assert.Equal("2026-10-21", Assert.Single(request.Headers.GetValues("anthropic-version")));
    }

    private static Upstream Upstream(string provider, string baseUrl) => new()
    {
        Name = "u",
        Provider = provider,
        BaseUrl = new Uri(baseUrl),
        Credentials = [],
        Speaks = [Protocol.Chat],
    };
}
