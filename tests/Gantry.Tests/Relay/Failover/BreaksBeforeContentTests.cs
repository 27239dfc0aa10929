using Gantry.Simulator.Recording;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>What breaks before a word has come is made good by another upstream; its client never learns of it, and pays once.</summary>
[Waiting]
public sealed class BreaksBeforeContentTests(FailoverGateway fixture) : IClassFixture<FailoverGateway>
{
    // What is known of their cost: nothing was done, or nobody knows; the begin of an answer may have told of its prompt.
    private static readonly string[] Zero = ["zero"];
    private static readonly string[] Unknown = ["unknown", "estimated"];

    private static readonly string[] Both =
        ["reset", "500", "502", "504", "408", "503", "529", "429-ra30", "429-ra3600", "429-radate30", "html", "empty", "errorbefore"];

    private static readonly string[] Whole = ["cut0", "cut50", "cut99", "closeafter-k4"];

    private static readonly string[] Streamed = ["json", "closeafter-k0", "closeafter-k1", "resetafter-k0", "resetafter-k1", "stall-k0", "stall-k1"];

    internal static IEnumerable<FailoverCase> Cases((string Protocol, string Way, bool Stream) row) =>
        Both.Concat(row.Stream ? Streamed : Whole).Select(fault => new FailoverCase(row.Protocol, row.Way, row.Stream, fault)).Where(IsBroken);

    [Theory]
    [MemberData(nameof(Ways.Theory), MemberType = typeof(Ways))]
    public Task R_4_R_5_R_6_R_8_R_9_R_10_Another_upstream_answers_and_only_it_is_paid(string protocol, string way, bool stream) =>
        FailoverCase.AllAsync(Cases((protocol, way, stream)), CheckAsync);

    private async Task CheckAsync(FailoverCase of)
    {
        var rig = fixture.Rig;
        var tried = await rig.AskAsync(of.Protocol, of.Model, of.Stream);

        tried.CheckServed(of.Protocol, of.Stream);
        var outcomes = Outcomes(of);
        Assert.Contains(tried.Way, outcomes.Select(outcome => $"bad-{of.First}:{outcome} good-{of.Second}:served"));
        Assert.Contains(tried.CostStatuses[0], char.IsDigit(of.Fault[0]) ? Zero : Unknown);
        Assert.Equal("2", tried.Response.Headers.GetValues("x-gantry-attempts").Single());
        var broken = Assert.Single(rig.Bad.Record.Exchanges, exchange => exchange.Model == of.FirstModel);
        Assert.Single(rig.Better.Record.Exchanges, exchange => exchange.Model == of.SecondModel);
        Assert.True(await Waiting.UntilAsync(() => broken.Outcome != ExchangeOutcome.Open, TimeSpan.FromSeconds(1)) is not null, "the upstream is still open");
        var (bad, good) = (rig.Report($"bad-{of.First}", of.FirstModel), rig.Report($"good-{of.Second}", of.SecondModel));
        Assert.Equal((0, 1, true, 0), (bad.HalfMinute.Succeeded, bad.HalfMinute.Failed, bad.View.FailedLast, bad.View.InFlight));
        Assert.Equal((1, 0, false, 0), (good.HalfMinute.Succeeded, good.HalfMinute.Failed, good.View.FailedLast, good.View.InFlight));
        Assert.Equal(!of.Fault.StartsWith("429", StringComparison.Ordinal), bad.View.Admits);
    }

    private static string[] Outcomes(FailoverCase of) => of.Fault switch
    {
        "reset" => ["reset_before_answer"],
        "503" or "529" => ["overloaded"],
        _ when of.Fault.StartsWith("429", StringComparison.Ordinal) => ["rate_limited"],
        _ when char.IsDigit(of.Fault[0]) => ["upstream_failed"],
        "html" or "json" => ["bad_answer"],
        "empty" or "closeafter-k0" => ["bad_answer", "torn_before_content"],
        "closeafter-k4" => ["bad_answer", "torn_before_content"],
        "errorbefore" => ["overloaded", "error_before_content"],
        "stall-k0" => ["first_byte_timeout"],
        "stall-k1" => ["silent_before_content"],
        _ => ["torn_before_content"],
    };

    // The first event of Gemini is content, and so is an answer of one document to who can read it.
    private static bool IsBroken(FailoverCase of) =>
        !(of.Fault.EndsWith("k1", StringComparison.Ordinal) && of.First == "gemini")
        && !(of.Fault == "json" && (of.Way.StartsWith("translate", StringComparison.Ordinal) || of.First == "gemini"));
}
