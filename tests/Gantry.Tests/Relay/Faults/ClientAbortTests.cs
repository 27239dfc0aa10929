using System.Collections.Concurrent;
using Gantry.Simulator.Recording;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

[Collection(AloneCollection.Name)]
public sealed class ClientAbortTests(ITestOutputHelper output)
{
    private const int Aborts = 1000;
    private const int AtOnce = 100;
    private const string Silent = "sim-text-n5-d3000";
    private const string Talking = "sim-text-n400-i10";
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Case", "26")]
    public async Task Thousand_clients_that_leave_at_random_moments_each_close_their_upstream_within_a_second_and_leave_one_record()
    {
        await using var gateway = await TestGateway.StartAsync(Silent, Talking);
        await WarmUpAsync(gateway);
        var handles = Handles();
        var left = new ConcurrentDictionary<string, DateTimeOffset>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Aborts),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) => left[$"a{number}"] = await LeaveAsync(gateway, number));

        var ended = await Waiting.UntilAsync(() => gateway.Running == 0 && gateway.Simulator.Open == 0, TimeSpan.FromSeconds(2));
        Assert.True(ended is not null, $"{gateway.Running} exchanges and {gateway.Simulator.Open} upstream requests are still open");
        CheckUpstreams(gateway, left);
        await CheckRecordsAsync(gateway);

        // Idle upstream connections may stay in the pool; those of clients and of broken exchanges may not.
        await Waiting.UntilAsync(() => Handles() <= handles + 10, TimeSpan.FromSeconds(5));
        Assert.InRange(Handles(), 0, handles + 10);
    }

    private static async Task WarmUpAsync(TestGateway gateway)
    {
        foreach (var protocol in ClientCall.Protocols)
        {
            await LeaveAsync(gateway, 0, protocol, Talking, stream: true, TimeSpan.FromMilliseconds(100), reset: true, "warm");
        }

        await gateway.UsageAsync(ClientCall.Protocols.Length);
    }

    private static Task<DateTimeOffset> LeaveAsync(TestGateway gateway, int number)
    {
        var random = new Random(number);
        var (model, stream, longest) = random.Next(3) switch
        {
            0 => (Silent, true, 600),
            1 => (Silent, false, 600),
            _ => (Talking, true, 1500),
        };
        var pause = TimeSpan.FromMilliseconds(random.Next(50, longest));
        return LeaveAsync(gateway, number, ClientCall.Protocols[random.Next(4)], model, stream, pause, random.Next(2) == 0, $"a{number}");
    }

    private static async Task<DateTimeOffset> LeaveAsync(
        TestGateway gateway, int number, string protocol, string model, bool stream, TimeSpan pause, bool reset, string id)
    {
        using var client = await RawClient.ConnectAsync(gateway.Host.Address);
        await client.SendAsync(ClientCall.Ask(protocol, model, stream).Wire(gateway.Host.Address.Authority, $"x-session-abort: {id}\r\n"));
        if (model == Talking && number % 2 == 0)
        {
            await client.ReadToAsync("\r\n\r\n");
        }

        await Task.Delay(pause);
        var at = TimeProvider.System.GetUtcNow();
        if (reset)
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
            if (exchange.Header("x-session-abort") is { } id && left.TryGetValue(id, out var at))
            {
                Assert.NotEqual(ExchangeOutcome.Open, exchange.Outcome);
                lags.Add(exchange.EndedAt!.Value - at);
            }
        }

        lags.Sort();
        output.WriteLine($"{lags.Count} of {Aborts} had reached the upstream; closed after p50 {lags[lags.Count / 2].TotalMilliseconds:0} ms, p99 {lags[lags.Count * 99 / 100].TotalMilliseconds:0} ms, at most {lags[^1].TotalMilliseconds:0} ms");
        Assert.InRange(lags.Count, Aborts * 9 / 10, Aborts);
        Assert.All(lags, lag => Assert.True(lag <= Promised, $"an upstream was closed {lag.TotalMilliseconds:0} ms after its client had left"));
    }

    private async Task CheckRecordsAsync(TestGateway gateway)
    {
        var rows = await gateway.UsageAsync(Aborts + ClientCall.Protocols.Length);
        Assert.Equal(Aborts + ClientCall.Protocols.Length, rows.Count);
        Assert.Equal(rows.Count, rows.Select(r => r.RequestId).Distinct(StringComparer.Ordinal).Count());
        output.WriteLine(string.Join(", ", rows.GroupBy(r => r.Outcome).Select(g => $"{g.Key} {g.Count()}")));
        Assert.All(rows, row => Assert.Contains(row.Outcome, new[] { "client_left", "completed" }));
        Assert.All(rows.Where(r => r.Outcome == "client_left"), row => Assert.Equal("client", row.ErrorOrigin));
    }

    private static int Handles() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
}
