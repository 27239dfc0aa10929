using System.Text;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

[Collection(AloneCollection.Name)]
public sealed class UploadAbortTests(ITestOutputHelper output)
{
    private const int Size = 10 * 1024 * 1024;
    private const string Model = "sim-text-n5-d3000";
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task R_42_Reset_in_a_large_upload_is_noticed_within_a_second_and_nothing_is_dispatched()
    {
        await using var gateway = await TestGateway.StartAsync(Model);
        using var client = await RawClient.ConnectAsync(gateway.Host.Address);
        await client.SendAsync(Upload(gateway).AsMemory()[..^1]);
        Assert.NotNull(await Waiting.UntilAsync(() => gateway.Running == 1, TimeSpan.FromSeconds(5)));

        client.Reset();

        var noticed = await Waiting.UntilAsync(() => gateway.Running == 0, Promised);
        Assert.True(noticed is not null, "not noticed in time");
        output.WriteLine($"noticed after {noticed.Value.TotalMilliseconds:0} ms");
        Assert.Empty(gateway.Simulator.Record.Exchanges);
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal(("client_left", "client", 0L), (row.Outcome, row.ErrorOrigin, row.Attempts));
    }

    [Fact]
    public async Task R_42_Reset_after_a_large_upload_closes_the_upstream_within_a_second()
    {
        await using var gateway = await TestGateway.StartAsync(Model);
        using var client = await RawClient.ConnectAsync(gateway.Host.Address);
        await client.SendAsync(Upload(gateway));
        var upstream = await gateway.Simulator.Record.ArrivedAsync(1, TestContext.Current.CancellationToken);
        var at = TimeProvider.System.GetUtcNow();

        client.Reset();

        await upstream.Ended.WaitAsync(TestRun.Limit(5), TestContext.Current.CancellationToken);
        Assert.InRange(upstream.AbortedAt!.Value - at, TimeSpan.Zero, TestRun.Limit(Promised));
        Assert.Equal("client_left", Assert.Single(await gateway.UsageAsync(1)).Outcome);
    }

    private static byte[] Upload(TestGateway gateway)
    {
        var body = Encoding.ASCII.GetBytes($$"""{"model":"{{Model}}","messages":[{"role":"user","content":"{{new string('x', Size)}}"}]}""");
        var head = $"POST /v1/chat/completions HTTP/1.1\r\nHost: {gateway.Host.Address.Authority}\r\nAuthorization: Bearer {TestGateway.Key}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
