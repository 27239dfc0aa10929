using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>Where every upstream fails, the client gets one error with a true status, whatever the first of them had begun.</summary>
[Waiting]
public sealed class NobodyAnswersTests(FailoverGateway fixture) : IClassFixture<FailoverGateway>
{
    private static readonly (string First, string Then)[] Both =
    [
        ("500", "503"), ("503", "500"), ("502", "529"), ("errorbefore", "500"), ("500", "errorbefore"), ("errorbefore", "429-ra30"), ("500", "429-ra3600"),
        ("429-ra3600", "500"), ("429-ra30", "429-ra3600"), ("500", "html"), ("reset", "reset"), ("html", "504"), ("errorbefore", "400"), ("reset", "404"),
    ];

    private static readonly (string First, string Then)[] Streamed =
        [("resetafter-k0", "500"), ("500", "stall-k0"), ("closeafter-k0", "errorbefore"), ("resetafter-k0", "400")];

    internal static IEnumerable<FailoverCase> Cases((string Protocol, string Way, bool Stream) row) =>
        (row.Stream ? Both.Concat(Streamed) : Both).Select(pair => new FailoverCase(row.Protocol, row.Way, row.Stream, pair.First, pair.Then));

    [Theory]
    [MemberData(nameof(Ways.Theory), MemberType = typeof(Ways))]
    public Task E_3_E_6_E_7_E_8_Client_gets_one_error_and_pays_nothing(string protocol, string way, bool stream) =>
        FailoverCase.AllAsync(Cases((protocol, way, stream)), CheckAsync);

    private async Task CheckAsync(FailoverCase of)
    {
        var tried = await fixture.Rig.AskAsync(of.Protocol, of.Model, of.Stream);

        // The last who was asked has the word.
        var last = tried.Trail[^1]!;
        var status = Status((string)last["outcome"]!, (int)last["status"]!);
        tried.CheckRefused(of.Protocol, status == 0 ? tried.Status : status);
        Assert.InRange(tried.Trail.Count, 2, 3);
        Assert.StartsWith("bad", tried.Way, StringComparison.Ordinal);
        Assert.Contains(" good", tried.Way);
        Assert.DoesNotContain("served", tried.Way);
        Assert.DoesNotContain("exact", tried.CostStatuses);
        Assert.True(tried.Reason is "nothing_delivered", tried.ToString());
        foreach (var resting in (string[])["429-ra30", "429-ra3600"])
        {
            // Who asks for a rest gets it.
            Assert.True(of.Fault != resting || tried.Trail.Count(attempt => ((string)attempt!["upstream"]!).StartsWith("bad", StringComparison.Ordinal)) == 1, tried.ToString());
        }
    }

    private static int Status(string outcome, int upstream) => (outcome, upstream) switch
    {
        ("upstream_failed", 504) or ("first_byte_timeout", _) => 504,
        ("rate_limited", _) => 429,
        ("bad_answer" or "torn_before_content", _) => 502,
        // By what the upstream's words were taken for.
        ("error_before_content", _) => 0,
        ("request_refused", _) => upstream,
        _ => 503,
    };
}
