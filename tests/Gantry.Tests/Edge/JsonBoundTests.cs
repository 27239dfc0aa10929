using System.Diagnostics;
using System.Text;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Edge;

[Collection(AloneCollection.Name)]
public sealed class JsonBoundTests(ITestOutputHelper output)
{
    [Fact]
    public async Task S_36_Member_that_decides_and_stands_twice_is_400_in_every_protocol()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var protocol in Call.Protocols)
        {
            foreach (var twice in Twice(protocol))
            {
                var call = Call.Of(protocol, "m", more: "," + twice);
                using var refused = await call.SendAsync(gateway);
                var told = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.True((int)refused.StatusCode == 400, $"{protocol} {twice}: {refused.StatusCode}");
                Assert.Contains("twice", told, StringComparison.Ordinal);
            }
        }

        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData(64, 200)]
    [InlineData(65, 400)]
    public async Task S_36_Depth_ends_at_64(int depth, int status)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var protocol in Call.Protocols)
        {
            // The body itself is the first level.
            var call = Call.Of(protocol, "m", more: $",\"x\":{new string('[', depth - 1)}{new string(']', depth - 1)}");
            using var answer = await call.SendAsync(gateway);
            Assert.True((int)answer.StatusCode == status, $"{protocol}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData(10_000, 200)]
    [InlineData(10_001, 400)]
    public async Task S_36_Object_has_at_most_10000_members(int count, int status)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var members = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"a{i}\":1"));
        using var answer = await Call.Of("chat", "m", more: $",\"x\":{{{members}}}").SendAsync(gateway);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{\"a\":", "")]
    [InlineData("{\"model\":\"m\",\"messages\":", "}")]
    public async Task S_36_Ten_megabytes_of_brackets_are_400_at_once(string before, string after)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var body = Encoding.ASCII.GetBytes(before + new string('[', 10_000_000) + after);
        foreach (var protocol in Call.Protocols)
        {
            var best = TimeSpan.MaxValue;
            for (var i = 0; i < 3; i++)
            {
                var clock = Stopwatch.StartNew();
                using var refused = await gateway.SendAsync(HttpMethod.Post, Call.Of(protocol, "m").Path, new ByteArrayContent(body));
                Assert.Equal(400, (await Told.ReadAsync(protocol, refused)).Status);
                best = clock.Elapsed < best ? clock.Elapsed : best;
            }

            output.WriteLine($"{protocol}: {best.TotalMilliseconds:0} ms");
            Assert.True(best < TimeSpan.FromMilliseconds(100), $"{protocol}: {best}");
        }
    }

    private static IEnumerable<string> Twice(string protocol) => protocol switch
    {
        "chat" =>
        [
            "\"model\":\"m\"", "\"mod\\u0065l\":\"m\"", "\"max_tokens\":1,\"max_tokens\":9", "\"max_completion_tokens\":1,\"max_completion_tokens\":9", "\"stream\":true,\"stream\":false", "\"n\":1,\"n\":9", "\"service_tier\":\"flex\",\"service_tier\":\"priority\"",
            "\"stream_options\":{\"include_usage\":true,\"include_usage\":false}", "\"messages\":[]",
        ],
        "responses" => ["\"model\":\"m\"", "\"max_output_tokens\":1,\"max_output_tokens\":9", "\"stream\":true,\"stream\":false", "\"n\":1,\"n\":9", "\"service_tier\":\"flex\",\"service_tier\":\"priority\"", "\"input\":\"x\""],
        "messages" => ["\"model\":\"m\"", "\"max_tokens\":9", "\"stream\":true,\"stream\":false", "\"n\":1,\"n\":9", "\"service_tier\":\"auto\",\"service_tier\":\"standard_only\""],
        _ =>
        [
            "\"model\":\"m\",\"model\":\"n\"", "\"generationConfig\":{\"maxOutputTokens\":1,\"maxOutputTokens\":9}", "\"generationConfig\":{\"maxOutputTokens\":1,\"max_output_tokens\":9}", "\"generationConfig\":{},\"generationConfig\":{}",
            "\"generationConfig\":{},\"generation_config\":{}", "\"generationConfig\":{\"candidateCount\":1,\"candidateCount\":9}", "\"stream\":true,\"stream\":false", "\"serviceTier\":\"a\",\"serviceTier\":\"b\"",
        ],
    };
}
