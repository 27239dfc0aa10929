using System.Collections.Concurrent;
using Gantry.Simulator.Recording;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

[Collection(AloneCollection.Name)]
public sealed class ClientAbortTests(ITestOutputHelper output)
{
    private const int AtOnce = 100;
    private const int WarmUps = 32;
    private static readonly int Aborts = TestRun.IsLong ? 1000 : 300;
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Case", "26")]
    public async Task R_41_Clients_that_leave_at_random_moments_each_close_their_upstream_within_a_second_and_leave_one_record()
    {
        await using var gateway = await Crossing.StartAsync(Leaving.Silent, Leaving.Talking, Leaving.Begun);
        await using var arrivals = new Arrivals(gateway.Simulator.Record);
        await WarmUpAsync(gateway, arrivals);
        var handles = Handles();
        var left = new ConcurrentDictionary<string, DateTimeOffset>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Aborts),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) => left[$"a{number}"] = await LeaveAsync(gateway, arrivals, Leaving.Of(number)));

        var ended = await Waiting.UntilAsync(() => gateway.Running == 0 && gateway.Simulator.Open == 0, TimeSpan.FromSeconds(2));
        Assert.True(ended is not null, $"{gateway.Running} exchanges and {gateway.Simulator.Open} upstream requests are still open");
        CheckUpstreams(gateway, left);
        await CheckRecordsAsync(gateway);

        // Idle upstream connections may stay in the pool; those of clients and of broken exchanges may not.
        await Waiting.UntilAsync(() => Handles() <= handles + 10, TimeSpan.FromSeconds(5));
        Assert.InRange(Handles(), 0, handles + 10);
    }

    private static async Task WarmUpAsync(TestGateway gateway, Arrivals arrivals)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, WarmUps), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => await LeaveAsync(gateway, arrivals, Leaving.Of(number, "warm")));
        await gateway.UsageAsync(WarmUps);
    }

    private static async Task<DateTimeOffset> LeaveAsync(TestGateway gateway, Arrivals arrivals, Leaving leaving)
    {
        using var client = await RawClient.ConnectAsync(gateway.Host.Address);
        await client.SendAsync(leaving.Call.Wire(gateway.Host.Address.Authority));
        // Who leaves before that leaves no upstream behind.
        await arrivals.WaitAsync(leaving.Id);
        if (leaving.Reads)
        {
            await client.ReadToAsync("\r\n\r\n");
        }

        await Task.Delay(leaving.Pause);
        var at = TimeProvider.System.GetUtcNow();
        if (leaving.Reset)
        {
            client.Reset();
        }
        else
        {
            client.Finish();
            await Task.Delay(Promised);
        }

        return at;
    }

    private void CheckUpstreams(TestGateway gateway, ConcurrentDictionary<string, DateTimeOffset> left)
    {
        var lags = new List<TimeSpan>();
        foreach (var exchange in gateway.Simulator.Record.Exchanges)
        {
            if (Arrivals.IdOf(exchange) is { } id && left.TryGetValue(id, out var at))
            {
                Assert.Equal(ExchangeOutcome.ClientClosed, exchange.Outcome);
                lags.Add(exchange.EndedAt!.Value - at);
            }
        }

        lags.Sort();
        output.WriteLine($"{lags.Count} of {Aborts} upstreams were closed: after p50 {lags[lags.Count / 2].TotalMilliseconds:0} ms, p99 {lags[lags.Count * 99 / 100].TotalMilliseconds:0} ms, at most {lags[^1].TotalMilliseconds:0} ms");
        Assert.Equal(Aborts, lags.Count);
        Assert.All(lags, lag => Assert.True(lag <= Promised, $"an upstream was closed {lag.TotalMilliseconds:0} ms after its client had left"));
    }

    private static async Task CheckRecordsAsync(TestGateway gateway)
    {
        var rows = await gateway.UsageAsync(Aborts + WarmUps);
        Assert.Equal(Aborts + WarmUps, rows.Count);
        Assert.Equal(rows.Count, rows.Select(r => r.RequestId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rows, row => Assert.Equal(("client_left", "client"), (row.Outcome, row.ErrorOrigin)));
    }

    private static int Handles() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
}
