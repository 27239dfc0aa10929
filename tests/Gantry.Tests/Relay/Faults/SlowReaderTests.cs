using Gantry.Relay;
using Gantry.Simulator.Recording;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

[Collection(AloneCollection.Name)]
public sealed class SlowReaderTests(ITestOutputHelper output)
{
    private const string Torrent = "sim-text-n4000-b16384";
    private const long Whole = 4000L * 16384;

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task Client_that_stops_reading_is_let_go_and_holds_no_memory(string protocol)
    {
        var limits = new RelayLimits { WriteStall = TimeSpan.FromSeconds(1.5), KeepAlive = TimeSpan.FromMilliseconds(300) };
        await using var gateway = await TestGateway.StartAsync(limits, Torrent);
        using var client = await RawClient.ConnectAsync(gateway.Host.Address, receiveBuffer: 16 * 1024);
        await client.SendAsync(ClientCall.Ask(protocol, Torrent, stream: true).Wire(gateway.Host.Address.Authority));
        await client.ReadToAsync("\r\n\r\n");

        var upstream = await gateway.Simulator.Record.ArrivedAsync(1, TestContext.Current.CancellationToken);
        var ended = await Waiting.UntilAsync(() => upstream.Outcome != ExchangeOutcome.Open && gateway.Running == 0, TimeSpan.FromSeconds(8));

        Assert.True(ended is not null, "the upstream is still open");
        output.WriteLine($"let go after {ended.Value.TotalSeconds:0.0} s; the upstream had written {upstream.BytesWritten >> 10} KiB of {Whole >> 10}");
        Assert.Equal(ExchangeOutcome.ClientClosed, upstream.Outcome);
        // What the kernel's buffers on both connections and one pipe hold; the rest waits at the upstream.
        Assert.InRange(upstream.BytesWritten, 1, Whole / 3);
        Assert.Equal("client_left", Assert.Single(await gateway.UsageAsync(1)).Outcome);
    }
}
