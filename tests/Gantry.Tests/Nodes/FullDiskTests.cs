using System.Diagnostics;
using System.Globalization;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>R-16: one server of several whose disk takes no byte more.</summary>
[Collection(AloneCollection.Name)]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const string Limiter = "/usr/bin/prlimit";
    private const string Slow = "sim-text-n30-i100";
    private const string Quick = "sim-text-n2";
    private const int Streams = 5;

    private static readonly Purse Rich = new("rich", "1000.00");

    [Fact]
    public async Task R_16_Server_whose_disk_is_full_takes_nothing_new_and_the_other_serves_on()
    {
        Assert.SkipUnless(File.Exists(Limiter), "There is no prlimit, which stands for a full disk here: apt-get install util-linux.");
        await using var cluster = await NodeCluster.CreateAsync(2, simulator => new ClusterFile(simulator) { Models = [(Slow, ThreeNodes.Dime), (Quick, ThreeNodes.Dime)], Purses = [Rich] });
        await cluster.Nodes[0].StartAsync(cluster.Config);
        var full = cluster.Nodes[1];
        // Else the kernel ends the process at the first write that is refused.
        full.Wrapper = ["/usr/bin/env", "--ignore-signal=XFSZ"];
        // Code that is compiled later lies in a file of memory, which the limit would keep from growing as well.
        full.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        await full.StartAsync();
        var streams = await NodeTraffic.StreamsAsync(full, Rich.Key, Slow, "under way", Streams);
        var other = new NodeTraffic(cluster.Nodes[0], Rich.Key, Quick, "beside", TimeSpan.FromMilliseconds(50));

        await LimitAsync(full, "1:");
        var refused = await NodeCluster.UntilAsync(async () => (await full.AskAsync(ClientCall.Ask("chat", Quick, stream: false), Rich.Key)).Status == 503, TimeSpan.FromSeconds(5));
        Assert.Equal(503, (await full.ReadyAsync()).Status);
        output.WriteLine($"turns requests away {refused.TotalMilliseconds:0} ms after its disk was full");
        Assert.All(await Task.WhenAll(streams), text => Assert.True(text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal), $"{text}\n{full.Log}"));
        await LimitAsync(full, "unlimited:");
        var served = await NodeCluster.UntilAsync(async () => (await full.AskAsync(ClientCall.Ask("chat", Quick, stream: false), Rich.Key)).Status == 200, TimeSpan.FromSeconds(10));
        output.WriteLine($"serves again after {served.TotalMilliseconds:0} ms");

        Assert.All(await other.EndAsync(), a => Assert.True(a.Answer.Status == 200, a.Answer.Body));
        await NodeCluster.UntilAsync(
            async () => (await cluster.ChargesAsync()).Count(c => c.Attempts > 0) == cluster.Simulator.Record.Exchanges.Count,
            TimeSpan.FromSeconds(15),
            async () => $"{(await cluster.ChargesAsync()).Count} of {cluster.Simulator.Record.Exchanges.Count}");
        // One that came to the full disk before anybody had noticed was never sent.
        var charges = (await cluster.ChargesAsync()).Where(c => c.Attempts > 0).ToList();
        Assert.All(charges, c => Assert.Equal((100_000_000L, 0L), (c.ChargedNanos, c.OverrunNanos)));
        await cluster.AssertCleanAsync();
    }

    private static async Task LimitAsync(ClusterNode node, string soft)
    {
        using var limiter = Process.Start(Limiter, ["--pid", node.Process.Id.ToString(CultureInfo.InvariantCulture), "--fsize=" + soft]);
        await limiter.WaitForExitAsync();
        Assert.Equal(0, limiter.ExitCode);
    }
}
