using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Gantry.Relay;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Overload;

/// <summary>Three times what a node can do, for a while (reliability R-24).</summary>
[Collection(AloneCollection.Name)]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int Clients = 20;

    // Whoever has its answer may ask again a moment before it has left.
    private const int Places = 24;
    private const string Model = "sim-text-n1-d100";

    // Of a machine that does other things besides, in ms.
    private const double Jitter = 100;

    [Fact]
    public async Task R_24_Three_times_as_many_clients_cost_those_who_are_served_neither_time_nor_place()
    {
        var limits = new RelayLimits { Attempts = 1, Admission = new AdmissionLimits { Requests = Places, Lag = TimeSpan.FromDays(1) } };
        await using var gateway = await TestGateway.StartAsync(limits, Model);
        var span = TestRun.IsLong ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(2);
        await RunAsync(gateway, Clients, TimeSpan.FromSeconds(1));

        var peak = await RunAsync(gateway, Clients, TestRun.IsLong ? TimeSpan.FromSeconds(10) : span);
        var over = await RunAsync(gateway, 3 * Clients, span);
        var after = await RunAsync(gateway, Clients, TimeSpan.FromSeconds(1));

        Assert.Equal(0, peak.Refused);
        Assert.True(over.Refused > 0, "nobody was turned away");
        Assert.True(over.Rate >= 0.8 * peak.Rate, $"{over.Rate:0} of {peak.Rate:0} requests a second were served");
        Assert.True(over.High <= (2 * peak.High) + Jitter, $"those who were served waited {over.High:0} ms instead of {peak.High:0} ms");
        Assert.InRange(over.RefusedMiddle, 0, 50);
        Assert.Equal(0, after.Refused);
        Assert.True(after.Rate >= 0.8 * peak.Rate, $"after it {after.Rate:0} of {peak.Rate:0} requests a second were served");
    }

    /// <summary>So many clients, each of which asks again when it has its answer, and a moment after a refusal.</summary>
    private async Task<Load> RunAsync(TestGateway gateway, int clients, TimeSpan span)
    {
        var (served, refused) = (new ConcurrentBag<double>(), new ConcurrentBag<double>());
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (clock.Elapsed < span)
            {
                var call = ClientCall.Ask("chat", Model, stream: false);
                var since = clock.Elapsed;
                using var answer = await gateway.PostAsync(call.Path, call.Body);
                await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
                var took = (clock.Elapsed - since).TotalMilliseconds;
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    served.Add(took);
                    continue;
                }

                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                refused.Add(took);
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }));
        var load = new Load(served.Count / clock.Elapsed.TotalSeconds, At(served, 99), refused.Count, At(refused, 50));
        output.WriteLine($"{clients} clients, {span.TotalSeconds:0} s: {load.Rate:0.0} served a second, 99 of 100 within {load.High:0} ms; {load.Refused} refused, half of them within {load.RefusedMiddle:0.0} ms");
        return load;
    }

    private static double At(ConcurrentBag<double> times, int percent) => times.IsEmpty ? 0 : times.Order().ElementAt(times.Count * percent / 100);

    private sealed record Load(double Rate, double High, int Refused, double RefusedMiddle);
}
