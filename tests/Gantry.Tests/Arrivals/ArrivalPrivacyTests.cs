using Gantry.Arrivals;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Tests.Relay;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Arrivals;

/// <summary>Nobody sees what strangers send (decision 0033).</summary>
public sealed class ArrivalPrivacyTests
{
    private const string Message = """{"model": "m", "max_tokens": 20, "messages": [{"role": "user", "content": "hi"}]}""";
    private const string Strangers = "sk-strangers-key-0123456789abcdef";
    private const string Fallen = "sk-fallen-key-0123456789abcdef";

    [Fact]
    public async Task S_32_User_sees_own_keys_alone_whatever_comes_from_the_same_address()
    {
        await using var watched = await WatchedGateway.StartAsync(Configuration);
        watched.Watch.Expect(TestGateway.Key);
        await PostAsync(watched, "/v1/messages", Strangers);
        await PostAsync(watched, "/v1/messages", "sk-nobodys-key-0123456789");
        await PostAsync(watched, "/nothing/here", "sk-nobodys-key-0123456789");
        await PostAsync(watched, "/v1/messages", "");
        // Refused for everybody, with a key of the watcher's that is dead beside one that lives and is a stranger's.
        await PostAsync(watched, "/v1/messages", Strangers, ("x-api-key", Fallen));
        await PostAsync(watched, "/v1/messages", TestGateway.Key);
        var seen = await watched.NextAsync();
        Assert.Equal((KeyStanding.Good, "sk-test-…cdef"), (seen.Key, seen.KeyDisplay));
    }

    [Fact]
    public async Task Stranger_who_sends_one_s_key_beside_theirs_stays_unnamed()
    {
        await using var watched = await WatchedGateway.StartAsync(Configuration);
        await PostAsync(watched, "/v1/messages", Strangers, ("x-api-key", TestGateway.Key));
        var seen = await watched.NextAsync();
        Assert.Equal((KeyStanding.Two, "sk-test-…cdef"), (seen.Key, seen.KeyDisplay));
    }

    [Fact]
    public async Task Feed_is_off_when_the_last_watch_ends_and_bounded_while_it_is_on()
    {
        await using var watched = await WatchedGateway.StartAsync("m");
        var feed = watched.Gateway.Host.Services.GetRequiredService<ArrivalFeed>();
        var account = Guid.CreateVersion7();
        var watches = Enumerable.Range(0, ArrivalFeed.MostOfAccount + 5).Select(_ => feed.Open(account, null)).ToList();
        Assert.Equal(ArrivalFeed.MostOfAccount + 1, feed.Count);
        // The oldest have ended by themselves: who reads them is told so.
        await foreach (var none in watches[0].ReadAsync(TestContext.Current.CancellationToken)) Assert.Fail($"{none}");
        watches.ForEach(watch => watch.Dispose());
        watched.Watch.Dispose();
        Assert.False(feed.IsWatched);
        using var answer = await watched.Gateway.PostAsync("/v1/messages", Message);
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Unread_arrivals_are_dropped_oldest_first()
    {
        await using var watched = await WatchedGateway.StartAsync("m");
        for (var i = 0; i < 80; i++)
        {
            using var answer = await watched.Gateway.SendAsync(HttpMethod.Get, "/v1/models/m", null, ("user-agent", $"n/{i}"));
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }

        // The last one is told a moment after its answer has come.
        var agents = new List<string>();
        while (agents.Count == 0 || agents[^1] != "n/79") agents.Add((await watched.NextAsync()).UserAgent);
        Assert.InRange(agents.Count, 1, 66);
        Assert.DoesNotContain("n/5", agents);
    }

    private static string Configuration(Uri simulator) => $$$"""
        settings: {active_probes: false}
        upstreams: [{name: sim, provider: simulator, base_url: "{{{simulator}}}", api_keys: [{{{TestGateway.UpstreamKey}}}], allow_private_network: true}]
        models: [{id: m, price: {free: true}}]
        groups: [{name: all, deployments: [{model: m, upstream: sim}]}]
        accounts:
          - {email: test@example.com, role: user, keys: [{name: test, secret: {{{TestGateway.Key}}}, groups: [all]}, {name: fallen, secret: {{{Fallen}}}, groups: [all], expires_at: "2020-01-01T00:00:00Z"}]}
          - {email: stranger@example.com, role: user, keys: [{name: strange, secret: {{{Strangers}}}, groups: [all]}]}
        """;

    private static async Task PostAsync(WatchedGateway watched, string path, string key, params (string, string)[] more)
    {
        using var answer = await watched.Gateway.PostAsync(path, Message, [("authorization", key.Length == 0 ? "" : "Bearer " + key), .. more]);
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
