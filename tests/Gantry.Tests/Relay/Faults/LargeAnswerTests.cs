using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

/// <summary>Documents that are too large to be held until they are complete.</summary>
public sealed class LargeAnswerTests
{
    private const string Large = "sim-text-n400-b16384-usage-in100-out50";

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task Large_document_passes_and_is_metered(string protocol)
    {
        await using var gateway = await TestGateway.StartAsync(Large);
        var call = ClientCall.Ask(protocol, Large, stream: false);

        using var response = await gateway.PostAsync(call.Path, call.Body);

        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        // The upstream notes what it has written when it is done with the request, which its last byte may overtake.
        while (gateway.Simulator.Record.Open > 0) await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Equal(gateway.Simulator.Record.Exchanges[0].BytesWritten, body.LongLength);
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(body).ValueKind);
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal(("completed", 100L, 50L, body.LongLength), (row.Outcome, row.UncachedInput, row.Output, row.ResponseBytes));
    }

    [Fact]
    public async Task Large_document_that_is_torn_takes_the_connection_with_it()
    {
        const string torn = Large + "-fault-cut99";
        await using var gateway = await TestGateway.StartAsync(torn);
        var call = ClientCall.Ask("chat", torn, stream: false);

        using var response = await gateway.PostAsync(call.Path, call.Body);

        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal(("interrupted", "upstream", "upstream_disconnected", "none"), (row.Outcome, row.ErrorOrigin, row.ErrorCode, row.UsageSource));
    }
}
