using System.Net;
using System.Text.Json.Nodes;
using Gantry.Billing;
using Gantry.Relay;
using Gantry.Routing.Health;
using Gantry.Tests.Relay;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Owner;

public sealed class HealthEndpointTests
{
    private const string Path = "/v1/route/health";
    private const string OtherKey = "sk-other-key-0123456789abcdef";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Owner_of_a_key_sees_the_targets_of_its_groups_and_no_others()
    {
        await using var gateway = await StartAsync();
        var told = await GetAsync(gateway, TestGateway.Key);
        Assert.Equal("list", (string?)told["object"]);
        Assert.Equal(["one sim-a …aaaa", "one sim-a …bbbb", "two sim-b …"], told["data"]!.AsArray().Select(target => $"{target!["upstream"]} {target["upstream_model"]} {target["credential"]}"));
        Assert.Equal("fast", (string?)Assert.Single(told["data"]![0]!["models"]!.AsArray()));
        Assert.Equal("two", (string?)Assert.Single((await GetAsync(gateway, OtherKey))["data"]!.AsArray())!["upstream"]);
        using var keyless = await gateway.SendAsync(HttpMethod.Get, Path, null, ("authorization", "Bearer sk-nobody-0123456789abcdefgh"));
        Assert.Equal(HttpStatusCode.Unauthorized, keyless.StatusCode);
        using var posted = await gateway.PostAsync(Path, "{}");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Fact]
    public async Task State_reason_next_probe_and_shares_are_told()
    {
        await using var gateway = await StartAsync();
        var board = gateway.Host.Services.GetRequiredService<HealthBoard>();
        RouteTarget[] targets = [.. RouteTargets.Of(gateway.Host.Snapshot).All.Select(reachable => reachable.Target).OrderBy(target => target.Upstream)];
        var cooling = targets.Last();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            board.End(board.Begin(cooling), attempt < 2 ? AttemptOutcome.Served : attempt < 4 ? AttemptOutcome.ClientLeft : AttemptOutcome.Overloaded);
        }

        board.End(board.Begin(targets[0]), AttemptOutcome.CredentialBroke);
        board.Begin(targets[0]);
        var data = (await GetAsync(gateway, TestGateway.Key))["data"]!.AsArray();

        var sick = data.Single(target => (string?)target!["upstream"] == "two")!;
        Assert.Equal("cooling", (string?)sick["state"]);
        Assert.Contains("too much to do", (string?)sick["reason"]);
        Assert.InRange((DateTimeOffset.Parse((string)sick["next_probe"]!, null) - TimeProvider.System.GetUtcNow()).TotalSeconds, 0, 6);
        Assert.Equal((6, 0.3333), ((int)sick["last_30_seconds"]!["attempts"]!, (double)sick["last_30_seconds"]!["success_share"]!));
        Assert.Equal((6, 0.3333), ((int)sick["last_5_minutes"]!["attempts"]!, (double)sick["last_5_minutes"]!["success_share"]!));

        var broke = Assert.Single(data, target => (string?)target!["state"] == "out")!;
        Assert.Contains("no money", (string?)broke["reason"]);
        Assert.Equal(1, (int)broke["in_flight"]!);

        var well = Assert.Single(data, target => (string?)target!["state"] == "healthy")!;
        Assert.Null(well["reason"]);
        Assert.Null(well["next_probe"]);
        Assert.Null(well["last_5_minutes"]!["success_share"]);
    }

    private static Task<TestGateway> StartAsync() => TestGateway.StartAsync(new RelayLimits(), simulator => $$$"""
        upstreams:
          - {name: one, provider: simulator, base_url: "{{{simulator}}}", api_keys: [first-upstream-key-aaaa, second-upstream-key-bbbb], allow_private_network: true}
          - {name: two, provider: simulator, base_url: "{{{simulator}}}", api_keys: [short-one], allow_private_network: true}
          - {name: three, provider: simulator, base_url: "{{{simulator}}}", api_keys: [third-upstream-key-cccc], allow_private_network: true}
        models:
          - {id: fast, aliases: [nick], price: {free: true}}
          - {id: slow, price: {free: true}}
        groups:
          - {name: both, deployments: [{model: fast, upstream: one, upstream_model: sim-a}, {model: slow, upstream: two, upstream_model: sim-b}]}
          - {name: slow, deployments: [{model: slow, upstream: two, upstream_model: sim-b}]}
          - {name: hidden, deployments: [{model: slow, upstream: three, upstream_model: sim-c}]}
        accounts:
          - email: test@example.com
            role: admin
            keys:
              - {name: test, secret: {{{TestGateway.Key}}}, groups: [both, slow]}
              - {name: other, secret: {{{OtherKey}}}, groups: [both], models: [slow]}
        """);

    private static async Task<JsonNode> GetAsync(TestGateway gateway, string key)
    {
        using var answer = await gateway.SendAsync(HttpMethod.Get, Path, null, ("authorization", $"Bearer {key}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("upstream-key", text);
        Assert.DoesNotContain("short-one", text);
        return JsonNode.Parse(text)!;
    }
}
