using Gantry.Catalog;
using Gantry.Providers;
using Gantry.Snapshot;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class ProviderKindTests
{
    /// <summary>Whether a vendor goes on to charge when a stream is closed (reliability §5.6).</summary>
    [Theory]
    [InlineData("openai", true)]
    [InlineData("azure", true)]
    [InlineData("deepseek", true)]
    [InlineData("xai", true)]
    [InlineData("groq", false)]
    [InlineData("mistral", false)]
    [InlineData("openrouter", false)]
    [InlineData("gemini", false)]
    [InlineData("bedrock", false)]
    public void Vendors_that_go_on_are_known(string provider, bool stops) => Assert.Equal(stops, ProviderKind.Find(provider)!.StopsOnCancel);

    [Theory]
    [InlineData("deepseek")]
    [InlineData("groq")]
    [InlineData("mistral")]
    [InlineData("xai")]
    [InlineData("openrouter")]
    public void Vendor_needs_nothing_but_a_key(string provider)
    {
        var upstream = Built($"provider: {provider}, api_keys: [k]");
        Assert.Equal("https", upstream.BaseUrl.Scheme);
        Assert.False(upstream.AllowPrivateNetwork);
        Assert.Equal(provider != "mistral", upstream.StreamUsage);
        Assert.Equal(provider, ProviderTable.Get(provider).Name);
    }

    [Theory]
    [InlineData("provider: ollama", "http://127.0.0.1:11434/", true)]
    [InlineData("provider: ollama, base_url: \"https://ollama.com\", api_keys: [k]", "https://ollama.com/", false)]
    [InlineData("provider: vllm, base_url: \"http://10.0.0.7:8000\", allow_private_network: true", "http://10.0.0.7:8000/", true)]
    public void Own_address_on_this_machine_is_allowed_by_naming_the_provider(string upstream, string address, bool allowed)
    {
        var built = Built(upstream);
        Assert.Equal(address, built.BaseUrl.AbsoluteUri);
        Assert.Equal(allowed, built.AllowPrivateNetwork);
    }

    [Theory]
    [InlineData("true", "/openai/deployments/m/chat/completions?api-version=2024-10-21")]
    [InlineData("false", "/openai/v1/chat/completions")]
    public void Options_of_azure_may_be_written_as_yes_and_no(string deployments, string path)
    {
        var upstream = Built($"provider: azure, base_url: \"https://r.openai.azure.com\", api_keys: [k], options: {{deployments: {deployments}}}");
        var call = new UpstreamCall(upstream, Gantry.Protocols.Protocol.Chat, Gantry.Protocols.Operation.Chat, "m") { Path = "/chat/completions" };
        Assert.Equal(path, ProviderTable.Get("azure").Address(call).PathAndQuery);
    }

    private static Upstream Built(string upstream)
    {
        var rows = Sample.Rows($$"""
            upstreams:
              - {name: u, {{upstream}} }
            models:
              - {id: m, price: {free: true} }
            groups:
              - {name: g, deployments: [{model: m, upstream: u, upstream_model: m}]}
            """);
        return new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(rows).Snapshot!.Groups["g"].Offers["m"].Single().Upstream;
    }
}
