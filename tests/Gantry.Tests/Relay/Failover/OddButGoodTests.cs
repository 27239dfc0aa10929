using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>What is odd and yet an answer is not tried elsewhere.</summary>
[Collection(AloneCollection.Name)]
public sealed class OddButGoodTests(FailoverGateway fixture) : IClassFixture<FailoverGateway>
{
    internal static IEnumerable<FailoverCase> Cases((string Protocol, string Way, bool Stream) row)
    {
        // The array of Gemini has no events, and who reads documents can make a stream of one.
        var isArray = row.Protocol == "gemini-array" && row.Way == "relay";
        string[] faults = !row.Stream || isArray ? [] : row.Way == "translate" ? ["bom", "crlf", "cr", "nospace", "json"] : ["bom", "crlf", "cr", "nospace"];
        return row.Way.Contains('-', StringComparison.Ordinal) ? [] : faults.Select(fault => new FailoverCase(row.Protocol, row.Way, row.Stream, fault));
    }

    [Theory]
    [MemberData(nameof(Ways.Theory), MemberType = typeof(Ways))]
    public Task R_9_Odd_answer_is_the_answer(string protocol, string way, bool stream) => FailoverCase.AllAsync(Cases((protocol, way, stream)), async of =>
    {
        var tried = await fixture.Rig.AskAsync(of.Protocol, of.Model, of.Stream);

        tried.CheckServed(of.Protocol, of.Stream);
        Assert.Equal($"bad-{of.First}:served", tried.Way);
        Assert.False(tried.Response.Headers.Contains("x-gantry-attempts"), tried.ToString());
    });
}
