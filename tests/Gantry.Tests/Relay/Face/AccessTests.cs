using System.Text.RegularExpressions;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed partial class AccessTests
{
    private const string Foreign = "sk-ant-foreign-key-9876543210";
    private const string Second = "sk-second-key-0123456789abcdef";
    private static readonly string[] Ways = ["authorization", "x-api-key", "x-goog-api-key", "?key="];

    [Fact]
    public async Task Key_is_taken_in_four_ways_beside_a_foreign_one_and_never_reaches_the_upstream()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var protocol in Call.Protocols)
        {
            foreach (var way in Ways)
            {
                await AssertServedAsync(gateway, protocol, [(way, TestGateway.Key)]);
                foreach (var beside in Ways.Where(w => w != way))
                {
                    await AssertServedAsync(gateway, protocol, [(way, TestGateway.Key), (beside, Foreign)]);
                }
            }
        }

        var arrived = gateway.Simulator.Record.Exchanges;
        Assert.Equal(64, arrived.Count);
        foreach (var exchange in arrived)
        {
            Assert.DoesNotContain("key=", exchange.Target, StringComparison.Ordinal);
            var raw = string.Join('\n', exchange.Headers.Select(h => $"{h.Key}: {h.Value}"));
            Assert.DoesNotContain(TestGateway.Key, raw, StringComparison.Ordinal);
            Assert.DoesNotContain(Foreign, raw, StringComparison.Ordinal);
            Assert.Single(exchange.Headers, h => h.Value.Contains(TestGateway.UpstreamKey, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Two_different_keys_of_ours_are_refused_and_the_same_one_twice_is_not()
    {
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits(), url => FaceConfiguration.One(FaceConfiguration.Local(url), keys: [$"{{name: second, secret: {Second}, groups: [all]}}"]));
        foreach (var protocol in Call.Protocols)
        {
            await AssertServedAsync(gateway, protocol, [("authorization", TestGateway.Key), ("x-api-key", TestGateway.Key)]);
            using var response = await SendAsync(gateway, protocol, [("authorization", TestGateway.Key), ("x-api-key", Second)]);
            var told = await Told.ReadAsync(protocol, response);
            Assert.Equal((400, "client"), (told.Status, told.Origin));
        }
    }

    [Theory]
    [InlineData("chat", "authentication_error", "invalid_api_key", null)]
    [InlineData("responses", "authentication_error", "invalid_api_key", null)]
    [InlineData("messages", "authentication_error", null, "false")]
    [InlineData("gemini", "UNAUTHENTICATED", "API_KEY_INVALID", null)]
    public async Task Missing_unknown_and_expired_keys_look_the_same(string protocol, string type, string? code, string? retry)
    {
        const string expired = "sk-expired-key-0123456789abcdef";
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits(),
            url => FaceConfiguration.One(
                FaceConfiguration.Local(url), keys: [$"{{name: old, secret: {expired}, groups: [all], expires_at: \"2020-01-01T00:00:00Z\"}}"]));
        var sentences = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in new[] { "", Foreign, expired })
        {
            using var response = await SendAsync(gateway, protocol, [("authorization", key)]);
            var told = await Told.ReadAsync(protocol, response);
            Assert.Equal(new Told(401, type, code, "client", told.RequestId, told.Message, retry, null), told);
            sentences.Add(told.Message);
        }

        Assert.DoesNotMatch(Inside(), Assert.Single(sentences));
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    private static async Task AssertServedAsync(TestGateway gateway, string protocol, (string Way, string Key)[] keys)
    {
        using var response = await SendAsync(gateway, protocol, keys);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{protocol} with {string.Join(" and ", keys.Select(k => k.Way))}: {(int)response.StatusCode} {body}");
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string protocol, (string Way, string Key)[] keys)
    {
        var call = Call.Of(protocol, "m");
        var query = string.Join('&', keys.Where(k => k.Way == "?key=").Select(k => $"key={k.Key}"));
        // An empty value keeps the test gateway from adding a key of its own.
        var headers = keys
            .Where(k => k.Way != "?key=" && k.Key.Length > 0)
            .Select(k => (k.Way, k.Way == "authorization" ? $"Bearer {k.Key}" : k.Key))
            .Append(("authorization", ""));
        return await gateway.PostAsync(query.Length > 0 ? $"{call.Path}?{query}" : call.Path, call.Json, [.. headers]);
    }

    [GeneratedRegex("gantry|sqlite|postgres|kestrel|asp\\.?net|microsoft|hash|table|pepper|exception|sk-", RegexOptions.IgnoreCase)]
    private static partial Regex Inside();
}
