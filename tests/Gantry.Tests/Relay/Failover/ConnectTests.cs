using System.Net;
using System.Net.Sockets;
using Gantry.Relay;
using Gantry.Routing.Health;
using Gantry.Simulator;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>Upstreams that cannot be reached cost nothing but the time to find out.</summary>
[Waiting]
public sealed class ConnectTests
{
    [Theory]
    [InlineData("chat", true)]
    [InlineData("responses", false)]
    [InlineData("messages", true)]
    [InlineData("gemini", true)]
    public async Task R_1_Refused_connection_is_followed_at_once_and_three_of_them_open_the_breaker(string protocol, bool stream)
    {
        using var closed = ClosedPort.Take();
        await using var rig = await FailoverRig.StartAsync(new RelayLimits(), (_, good) => Two(closed.BaseUrl, good));
        var gaps = new List<TimeSpan>();
        for (var number = 1; number <= 3; number++)
        {
            var tried = await rig.AskAsync(protocol, "m", stream);

            tried.CheckServed(protocol, stream);
            Assert.Equal("bad:connect_failed good:served", tried.Way);
            Assert.Equal("zero", tried.CostStatuses[0]);
            gaps.Add(tried.Gap(1));
        }

        // A pause that is meant would be in all of them; one that the machine makes is not.
        Assert.InRange(gaps.Min(), TimeSpan.Zero, TimeSpan.FromMilliseconds(50));

        var view = rig.Report("bad", FailoverRig.Good).View;
        Assert.Equal((HealthState.Cooling, HealthCause.Upstream), (view.State, view.Cause));
        var fourth = await rig.AskAsync(protocol, "m", stream);
        Assert.Equal("good:served", fourth.Way);
        await rig.CheckMoneyAsync();
    }

    [Fact]
    public async Task R_1_Nobody_to_connect_to_is_told_within_a_second()
    {
        using var closed = ClosedPort.Take();
        await using var rig = await FailoverRig.StartAsync(new RelayLimits(), (_, _) => One(closed.BaseUrl));

        var tried = await rig.AskAsync("chat", "m", stream: true);

        tried.CheckRefused("chat", 503);
        Assert.Equal("upstream_connect", tried.Code);
        Assert.InRange(tried.Lasted, TimeSpan.Zero, TestRun.Limit(1));
        Assert.All(tried.CostStatuses, status => Assert.Equal("zero", status));
    }

    [Theory]
    [InlineData("localhost", -10, -1)]
    [InlineData("elsewhere.test", -1, 10)]
    public async Task R_2_Bad_certificate_is_not_tried_twice(string host, int from, int to)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = SimulatorCertificate.Create(host, now.AddDays(from), now.AddDays(to));
        var secure = new SimulatorOptions { Url = "https://127.0.0.1:0", Certificate = certificate };
        await using var rig = await FailoverRig.StartAsync(
            new RelayLimits(),
            (bad, good) => Two(new Uri($"https://localhost:{bad.Port}"), good, "first-key-0123456789, second-key-0123456789"),
            options => options with { UpstreamRoots = [certificate] },
            secure);

        var tried = await rig.AskAsync("messages", "m", stream: true);

        tried.CheckServed("messages", stream: true);
        Assert.Equal("bad:tls_failed good:served", tried.Way);
        Assert.Equal("zero", tried.CostStatuses[0]);
        Assert.Empty(rig.Bad.Record.Exchanges);
    }

    [Fact]
    public async Task R_3_Name_that_does_not_exist_is_failed_over()
    {
        await using var rig = await FailoverRig.StartAsync(
            new RelayLimits(), (_, good) => Two(new Uri("https://nowhere.test"), good),
            options => options with { Resolve = (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)) });

        var tried = await rig.AskAsync("chat", "m", stream: false);

        tried.CheckServed("chat", stream: false);
        Assert.Equal("bad:dns_failed good:served", tried.Way);
        Assert.Equal("zero", tried.CostStatuses[0]);
    }

    [Fact]
    public async Task R_3_Name_that_takes_ten_seconds_is_failed_over_when_the_time_to_connect_is_up()
    {
        await using var rig = await FailoverRig.StartAsync(
            new RelayLimits { Connect = TimeSpan.FromSeconds(1) }, (_, good) => Two(new Uri("https://slow.test"), good),
            options => options with
            {
                Resolve = async (_, cancellation) =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(10), cancellation);
                    return [IPAddress.Loopback];
                },
            });

        var tried = await rig.AskAsync("responses", "m", stream: true);

        tried.CheckServed("responses", stream: true);
        Assert.Equal("bad:connect_failed good:served", tried.Way);
        Assert.Equal("zero", tried.CostStatuses[0]);
        Assert.InRange(tried.Lasted, TimeSpan.FromSeconds(0.9), TestRun.Limit(2));
    }

    private static string Two(Uri bad, Uri good, string keys = TestGateway.UpstreamKey) => FailoverRig.File(
        [FailoverRig.Upstream("bad", bad, keys: keys), FailoverRig.Upstream("good", good)],
        [("m", "bad", FailoverRig.Good, 0), ("m", "good", FailoverRig.Good, 1)]);

    private static string One(Uri bad) => FailoverRig.File([FailoverRig.Upstream("bad", bad)], [("m", "bad", FailoverRig.Good, 0)]);
}
