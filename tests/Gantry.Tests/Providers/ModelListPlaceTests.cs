using Gantry.Catalog;
using Gantry.Providers;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>Where each vendor is asked for its models.</summary>
public sealed class ModelListPlaceTests
{
    [Theory]
    [InlineData("openai", null, "https://api.openai.com/v1/models")]
    [InlineData("anthropic", null, "https://api.anthropic.com/v1/models?limit=1000")]
    [InlineData("gemini", null, "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000")]
    [InlineData("openrouter", null, "https://openrouter.ai/api/v1/models")]
    [InlineData("groq", null, "https://api.groq.com/openai/v1/models")]
    [InlineData("ollama", null, "http://127.0.0.1:11434/v1/models")]
    [InlineData("openai-compatible", "https://models.example/api/v3", "https://models.example/api/v3/models")]
    [InlineData("azure", "https://r.openai.azure.com/openai/v1", "https://r.openai.azure.com/openai/deployments?api-version=2023-03-15-preview, https://r.openai.azure.com/openai/v1/models")]
    [InlineData("bedrock", "https://bedrock-runtime.eu-west-1.amazonaws.com", "https://bedrock.eu-west-1.amazonaws.com/inference-profiles?maxResults=1000, + https://bedrock.eu-west-1.amazonaws.com/foundation-models")]
    [InlineData("vertex", "https://aiplatform.googleapis.com", "https://aiplatform.googleapis.com/v1beta1/publishers/google/models?pageSize=300, + https://aiplatform.googleapis.com/v1beta1/publishers/anthropic/models?pageSize=300")]
    public void Vendor_is_asked_at_its_own_place(string provider, string? url, string expected)
    {
        var kind = ProviderKind.Find(provider)!;
        var upstream = new Upstream { Name = "u", Provider = provider, BaseUrl = new Uri(url ?? kind.BaseUrl!), Credentials = [], Speaks = kind.Speaks };
        Assert.Equal(expected, string.Join(", ", ProviderTable.Get(provider).ModelLists(upstream).Select(place => (place.Adds ? "+ " : "") + place.Address)));
    }
}
