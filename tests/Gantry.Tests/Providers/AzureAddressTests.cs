using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Providers;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Providers;

public sealed class AzureAddressTests
{
    [Theory]
    // The model in the body: whatever people copied along with the address.
    [InlineData("https://r.openai.azure.com", "", "/chat/completions", "https://r.openai.azure.com/openai/v1/chat/completions")]
    [InlineData("https://r.openai.azure.com/", "", "/chat/completions", "https://r.openai.azure.com/openai/v1/chat/completions")]
    [InlineData("https://r.openai.azure.com/openai", "", "/embeddings", "https://r.openai.azure.com/openai/v1/embeddings")]
    [InlineData("https://r.openai.azure.com/openai/v1/", "", "/audio/transcriptions", "https://r.openai.azure.com/openai/v1/audio/transcriptions")]
    [InlineData("https://r.services.ai.azure.com/anthropic", "", "/chat/completions", "https://r.services.ai.azure.com/openai/v1/chat/completions")]
    [InlineData("https://r.openai.azure.com", "api_version=preview", "/chat/completions", "https://r.openai.azure.com/openai/v1/chat/completions?api-version=preview")]
    [InlineData("https://r.openai.azure.com/openai/v1", "api_version=2025-04-01-preview", "/images/generations", "https://r.openai.azure.com/openai/v1/images/generations?api-version=2025-04-01-preview")]
    [InlineData("https://r.openai.azure.com", "api_version=2024-10-21 deployments=false", "/chat/completions", "https://r.openai.azure.com/openai/v1/chat/completions?api-version=2024-10-21")]
    // The older paths.
    [InlineData("https://r.openai.azure.com", "api_version=2024-06-01", "/chat/completions", "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-06-01")]
    [InlineData("https://r.openai.azure.com/openai", "api_version=2024-06-01", "/images/generations", "https://r.openai.azure.com/openai/deployments/my%20gpt/images/generations?api-version=2024-06-01")]
    [InlineData("https://r.openai.azure.com", "deployments=true", "/embeddings", "https://r.openai.azure.com/openai/deployments/my%20gpt/embeddings?api-version=2024-10-21")]
    [InlineData("https://r.openai.azure.com/openai/deployments", "", "/audio/speech", "https://r.openai.azure.com/openai/deployments/my%20gpt/audio/speech?api-version=2024-10-21")]
    [InlineData("https://r.openai.azure.com/openai/deployments/other", "", "/chat/completions", "https://r.openai.azure.com/openai/deployments/other/chat/completions?api-version=2024-10-21")]
    [InlineData("https://r.openai.azure.com/openai/deployments/other/chat/completions", "", "/chat/completions", "https://r.openai.azure.com/openai/deployments/other/chat/completions?api-version=2024-10-21")]
    // Models of others.
    [InlineData("https://r.services.ai.azure.com/models", "", "/chat/completions", "https://r.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview")]
    [InlineData("https://r.services.ai.azure.com/models/", "api_version=2025-01-01", "/embeddings", "https://r.services.ai.azure.com/models/embeddings?api-version=2025-01-01")]
    public void Address_and_options_choose_the_family(string baseUrl, string options, string path, string expected) =>
        Assert.Equal(expected, Address(baseUrl, options, Protocol.Chat, path));

    [Theory]
    [InlineData("https://r.openai.azure.com", "", "https://r.openai.azure.com/openai/v1/responses")]
    [InlineData("https://r.openai.azure.com", "api_version=2025-04-01-preview", "https://r.openai.azure.com/openai/responses?api-version=2025-04-01-preview")]
    public void Responses_have_no_deployment_in_their_path(string baseUrl, string options, string expected) =>
        Assert.Equal(expected, Address(baseUrl, options, Protocol.Responses, "/responses"));

    [Theory]
    [InlineData("https://r.services.ai.azure.com")]
    [InlineData("https://r.services.ai.azure.com/anthropic")]
    [InlineData("https://r.services.ai.azure.com/anthropic/v1")]
    [InlineData("https://r.services.ai.azure.com/models")]
    [InlineData("https://r.services.ai.azure.com/openai/v1")]
    public void Claude_has_a_folder_of_its_own(string baseUrl) =>
        Assert.Equal("https://r.services.ai.azure.com/anthropic/v1/messages", Address(baseUrl, "api_version=2024-06-01", Protocol.Messages, "/messages"));

    [Fact]
    public void Version_of_the_client_makes_way_for_the_operators() => Assert.Equal(
        "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-06-01&x=1",
        Address("https://r.openai.azure.com", "api_version=2024-06-01", Protocol.Chat, "/chat/completions", "?api-version=2020-01-01&x=1"));

    private static string Address(string baseUrl, string options, Protocol protocol, string path, string query = "")
    {
        var upstream = new Upstream
        {
            Name = "u",
            Provider = "azure",
            BaseUrl = new Uri(baseUrl),
            Credentials = [],
            Speaks = [protocol],
            Options = new UpstreamOptions(options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(option => option.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]))),
        };
        return ProviderTable.Get("azure").Address(new UpstreamCall(upstream, protocol, Operation.Chat, "my gpt") { Path = path, Query = query }).AbsoluteUri;
    }
}
