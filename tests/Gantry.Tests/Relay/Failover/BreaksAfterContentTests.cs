using Gantry.Simulator.Recording;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>What breaks after the first word ends there: no second upstream continues what another began.</summary>
[Waiting]
public sealed class BreaksAfterContentTests(FailoverGateway fixture) : IClassFixture<FailoverGateway>
{
    internal static IEnumerable<FailoverCase> Cases((string Protocol, string Way, bool Stream) row)
    {
        if (!row.Stream || row.Way.Contains('-', StringComparison.Ordinal))
        {
            return [];
        }

        // Four events only open an answer of Responses.
        var events = Ways.Spoken(row.Way, second: false, row.Protocol) == "responses" ? "k6" : "k4";
        return ((string[])[$"stall-{events}", $"resetafter-{events}", $"closeafter-{events}", "noend", "errorafter-k3"]).Select(fault => new FailoverCase(row.Protocol, row.Way, true, fault));
    }

    [Theory]
    [MemberData(nameof(Ways.Theory), MemberType = typeof(Ways))]
    public Task R_7_R_10_R_11_E_9_Answer_ends_with_an_error_and_what_came_is_charged(string protocol, string way, bool stream) =>
        FailoverCase.AllAsync(Cases((protocol, way, stream)), CheckAsync);

    private async Task CheckAsync(FailoverCase of)
    {
        var tried = await fixture.Rig.AskAsync(of.Protocol, of.Model, stream: true);

        Assert.Equal(200, tried.Status);
        Assert.Equal($"bad-{of.First}:{Outcome(of)}", tried.Way);
        Assert.DoesNotContain(fixture.Rig.Better.Record.Exchanges, exchange => exchange.Model == of.SecondModel);
        Assert.Contains("w000000", tried.Body);
        foreach (var end in (string[])["[DONE]", "message_stop", "response.completed", "finishReason\":"])
        {
            Assert.DoesNotContain(end, tried.Body);
        }

        Assert.Contains("\"error\"", tried.Body);
        Assert.Equal(("interrupted", "delivered"), ((string)tried.Told["outcome"]!, tried.Reason));
        var usage = tried.Told["usage"]!;
        Assert.InRange((long)usage["output"]!, 1, 60);
        Assert.True((long)usage["uncached_input"]! > 0, tried.ToString());
        Assert.Equal((long)usage["uncached_input"]! * 3_000 + (long)usage["output"]! * 15_000, tried.Charged);
        var broken = Assert.Single(fixture.Rig.Bad.Record.Exchanges, exchange => exchange.Model == of.FirstModel);
        Assert.True(await Waiting.UntilAsync(() => broken.Outcome != ExchangeOutcome.Open, TimeSpan.FromSeconds(1)) is not null, "the upstream is still open");
        var health = fixture.Rig.Report($"bad-{of.First}", of.FirstModel);
        Assert.Equal((0, 1, 0), (health.HalfMinute.Succeeded, health.HalfMinute.Failed, health.View.InFlight));
    }

    private static string Outcome(FailoverCase of) => of.Fault.Split('-')[0] switch
    {
        "stall" => "silent_after_content",
        "errorafter" => "error_after_content",
        _ => "torn_after_content",
    };
}
