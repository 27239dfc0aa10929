using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>What is dear is not done twice.</summary>
[Collection(AloneCollection.Name)]
public sealed class MediaTests
{
    [Theory]
    [InlineData("reset", "bad:reset_before_answer", 503, "unknown")]
    [InlineData("cut50", "bad:torn_before_content", 503, "unknown")]
    [InlineData("500", "bad:upstream_failed", 500, "zero")]
    public async Task R_4_R_12_Picture_that_may_have_been_painted_is_not_asked_for_again(string fault, string way, int status, string cost)
    {
        await using var rig = await FailoverRig.StartAsync(fault);

        var tried = await PaintAsync(rig);

        Assert.Equal((status, way), (tried.Status, tried.Way));
        Assert.Equal((0, cost), (tried.Charged, tried.CostStatuses.Single()));
        Assert.Single(rig.Bad.Record.Exchanges);
        Assert.Empty(rig.Better.Record.Exchanges);
        Assert.Contains(tried.Id, tried.Body + tried.Response.Headers.GetValues("x-request-id").Single());
        await rig.CheckMoneyAsync();
    }

    [Theory]
    [InlineData("503")]
    [InlineData("429-ra30")]
    public async Task R_12_Picture_that_was_refused_is_painted_elsewhere(string fault)
    {
        await using var rig = await FailoverRig.StartAsync(fault);

        var tried = await PaintAsync(rig);

        Assert.Equal(200, tried.Status);
        Assert.EndsWith(" good:served", tried.Way, StringComparison.Ordinal);
        Assert.Equal(2, tried.Trail.Count);
    }

    private static async Task<Tried> PaintAsync(FailoverRig rig)
    {
        using var response = await rig.Gateway.PostAsync("/v1/images/generations", """{"model":"m","prompt":"a cat"}""");
        return await rig.ExplainAsync(response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
