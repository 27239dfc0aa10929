using Gantry.Relay;
using Gantry.Routing.Health;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>Upstreams that ask to be left alone are, and their clients are served as soon as can be.</summary>
[Waiting]
public sealed class LimitTests
{
    [Theory]
    [InlineData("429-ra1", true, 1, 2)]
    [InlineData("429-ra3", false, 2, 3)]
    [InlineData("429-ra30", false, 28, 30)]
    [InlineData("429-ra3600", false, 298, 300)]
    [InlineData("429-radate30", false, 27, 31)]
    [InlineData("429-ra0", null, 0, 2)]
    [InlineData("429-raneg5", null, 0, 2)]
    [InlineData("429-rabad", null, 0, 2)]
    [InlineData("429", null, 0, 2)]
    public async Task R_8_Short_rest_is_waited_for_and_a_long_one_is_another_upstreams_chance(string fault, bool? inPlace, int least, int most)
    {
        await using var rig = await FailoverRig.StartAsync(FailoverRig.Good, new RelayLimits { WaitInPlace = TimeSpan.FromSeconds(2) });
        rig.Bad.Scripts.Enqueue(new Script { As = FailoverRig.Broken(fault) });

        var tried = await rig.AskAsync("chat", "m", stream: true);

        tried.CheckServed("chat", stream: true);
        Assert.StartsWith("bad:rate_limited ", tried.Way, StringComparison.Ordinal);
        Assert.Equal(("zero", 2), (tried.CostStatuses[0], tried.Trail.Count));
        Assert.True(inPlace is null || tried.Way.EndsWith("bad:served", StringComparison.Ordinal) == inPlace, tried.Way);
        Assert.InRange(tried.Gap(1), inPlace is true ? TimeSpan.FromSeconds(0.99) : TimeSpan.Zero, TestRun.Limit(2));
        if (inPlace is false)
        {
            var view = rig.Report("bad", FailoverRig.Good).View;
            Assert.Equal((HealthState.Cooling, HealthCause.RateLimit), (view.State, view.Cause));
            Assert.InRange((view.NextProbe!.Value - TimeProvider.System.GetUtcNow()).TotalSeconds, least, most);
            Assert.Equal("good:served", (await rig.AskAsync("chat", "m", stream: false)).Way);
        }

        await rig.CheckMoneyAsync();
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task E_3_Only_upstream_that_asks_for_an_hour_is_asked_once_and_its_client_waits_a_minute(string protocol)
    {
        await using var rig = await FailoverRig.StartAsync(new RelayLimits(), (bad, _) => FailoverRig.File(
            [FailoverRig.Upstream("bad", bad)], [("m", "bad", FailoverRig.Broken("429-ra3600"), 0)]));

        var tried = await rig.AskAsync(protocol, "m", stream: true);

        tried.CheckRefused(protocol, 429);
        Assert.Equal("bad:rate_limited", tried.Way);
        Assert.Equal(60, tried.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
    }
}
