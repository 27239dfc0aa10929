using System.Text;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Face;

/// <summary>Claude Code's attribution line on the relay lane: kept for Anthropic, whose service reads it, and for nobody else.</summary>
public sealed class AttributionTests
{
    private const string Body = """{"model":"m","max_tokens":9,"system":[{"type":"text","text":"x-anthropic-billing-header: cch=36ee5;"},{"type":"text","text":"You are"}],"messages":[{"role":"user","content":"q"}]}""";

    [Theory]
    [InlineData("simulator", false)]
    [InlineData("anthropic", true)]
    [Trait("Case", "76")]
    public async Task Line_reaches_Anthropic_only(string provider, bool kept)
    {
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits(), url => FaceConfiguration.One(FaceConfiguration.Local(url)).Replace("provider: simulator", $"provider: {provider}", StringComparison.Ordinal));
        using var response = await gateway.PostAsync("/v1/messages", Body);
        Assert.Equal(200, (int)response.StatusCode);
        var sent = Encoding.UTF8.GetString(Assert.Single(gateway.Simulator.Record.Exchanges).Body.Span);
        Assert.Equal(kept ? Body : Body.Replace("{\"type\":\"text\",\"text\":\"x-anthropic-billing-header: cch=36ee5;\"},", "", StringComparison.Ordinal), sent);
    }
}
