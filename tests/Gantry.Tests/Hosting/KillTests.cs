using System.Collections.Concurrent;
using System.Diagnostics;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Hosting;

[Collection(AloneCollection.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Requests = 200;
    private static readonly string[] Models = ["sim-text-n5", "sim-text-n20-i5", "sim-text-n60-i10", "sim-text-n3-d400"];

    [Fact]
    public async Task What_a_client_received_in_full_is_recorded_once_after_kill_9()
    {
        var cycles = TestRun.IsLong ? 30 : 3;
        await using var installation = await Installation.CreateAsync(Models);
        var finished = new HashSet<string>(StringComparer.Ordinal);
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            var clock = Stopwatch.StartNew();
            await using var server = await installation.ServeAsync();
            Assert.Equal("ready", await installation.Http.GetStringAsync(new Uri(server.Address, "/readyz"), TestContext.Current.CancellationToken));
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TestRun.Limit(10));
            var received = await LoadAsync(installation, server, new Random(cycle));
            output.WriteLine($"cycle {cycle}: ready after {clock.Elapsed.TotalSeconds:0.0} s, {received.Count} of {Requests} answers received in full before the kill");
            Assert.NotEmpty(received);
            finished.UnionWith(received);
        }

        await using var last = await installation.ServeAsync();
        IReadOnlyList<UsageRow> rows = [];
        for (var look = 0; look < 100 && !finished.IsSubsetOf(rows.Select(r => r.RequestId)); look++)
        {
            await Task.Delay(100);
            rows = await UsageRow.ReadAsync(installation.Database);
        }

        Assert.Empty(finished.Except(rows.Select(r => r.RequestId)));
        Assert.Equal(rows.Count, rows.Select(r => r.RequestId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rows.Where(r => finished.Contains(r.RequestId)), row => Assert.Equal("completed", row.Outcome));
        output.WriteLine($"{finished.Count} answers received in full, {rows.Count} records");
    }

    /// <summary>Asks from all sides and kills the server in the middle of it.</summary>
    /// <returns>The ids of the answers that came in full.</returns>
    private static async Task<IReadOnlyCollection<string>> LoadAsync(Installation installation, GantryProcess server, Random random)
    {
        var received = new ConcurrentBag<string>();
        var calls = Enumerable.Range(0, Requests)
            .Select(_ => (ClientCall.Ask(ClientCall.Protocols[random.Next(4)], Models[random.Next(Models.Length)], random.Next(2) == 0), random.Next(600)))
            .Select(call => AskAsync(installation, server, call.Item1, call.Item2, received))
            .ToList();
        await Task.Delay(random.Next(500, 900));

        // A busy machine may not have answered one by then; a kill before the first answer would prove nothing.
        for (var wait = 0; wait < 200 && received.IsEmpty; wait++)
        {
            await Task.Delay(50);
        }

        await server.KillAsync();
        await Task.WhenAll(calls);
        return received;
    }

    private static async Task AskAsync(Installation installation, GantryProcess server, ClientCall call, int afterMilliseconds, ConcurrentBag<string> received)
    {
        await Task.Delay(afterMilliseconds);
        try
        {
            var (status, requestId, _) = await installation.AskAsync(server, call);
            if (status == 200)
            {
                received.Add(requestId);
            }
        }
        catch (HttpRequestException)
        {
            // The server was killed under this one: it may be in the records or not.
        }
    }
}
