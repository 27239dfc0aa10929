using System.Text.Json.Nodes;
using Gantry.Relay;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Explain;

/// <summary>Where a request would go, told before it is sent; and what answers say of their group.</summary>
public sealed class ExplainTests
{
    private const string UserKey = "sk-user-key-0123456789abcdef";

    [Theory]
    [InlineData("chat", "translate")]
    [InlineData("responses", "translate")]
    [InlineData("messages", "relay")]
    [InlineData("gemini", "translate")]
    public async Task Every_protocol_is_explained_and_nobody_is_asked(string protocol, string lane)
    {
        await using var gateway = await StartAsync();

        var told = await ExplainAsync(gateway, ClientCall.Ask(protocol, "m", stream: false).Body, ("x-gantry-protocol", protocol));

        Assert.Equal((protocol, "chat", "m", null), ((string)told["protocol"]!, (string)told["operation"]!, (string)told["model"]!, told["refusal"]));
        var kept = told["candidates"]!.AsArray().Where(c => (string)c!["verdict"]! == "kept").ToList();
        Assert.Equal([("old", "near", lane), ("plain", "near", lane)], kept.Select(c => ((string)c!["group"]!, (string)c["upstream"]!, (string)c["lane"]!)));
        Assert.Equal(["1.0", "1.5"], kept.Select(c => (string)c!["price"]!["multiplier"]!));
        Assert.Equal("4.50", (string)kept[1]!["price"]!["lines"]![0]!["charged"]!);
        Assert.Equal($"…{TestGateway.UpstreamKey[^4..]}", (string)kept[0]!["credential"]!);
        Assert.DoesNotContain(TestGateway.UpstreamKey[..^4], told.ToJsonString(), StringComparison.Ordinal);
        var dropped = told["candidates"]!.AsArray().Where(c => (string)c!["verdict"]! == "dropped").Select(c => ((string)c!["group"]!, (string)c["reason"]!)).ToList();
        Assert.Equal([("gone", "group_closed"), ("dear", "price_above_ceiling")], dropped);
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Three_words_are_enough_and_names_scenarios_and_sessions_are_told()
    {
        await using var gateway = await StartAsync();

        var told = await ExplainAsync(gateway, """{"model":"claude-haiku-9","protocol":"messages","operation":"chat"}""", ("x-claude-code-session-id", "s"));
        Assert.Equal(("claude-haiku-9", "n", "background"), ((string)told["asked"]!, (string)told["model"]!, (string)told["scenario"]!));
        Assert.Equal(("x-claude-code-session-id", false), ((string)told["affinity"]!["signal"]!, (bool)told["affinity"]!["served_before"]!));

        told = await ExplainAsync(gateway, """{"model":"nobody","protocol":"chat"}""");
        Assert.Equal((404, "nobody"), ((int)told["refusal"]!["status"]!, (string)told["asked"]!));
    }

    [Fact]
    public async Task Upstreams_are_no_business_of_users()
    {
        await using var gateway = await StartAsync();
        var text = (await ExplainAsync(gateway, """{"model":"m","protocol":"chat"}""", ("authorization", $"Bearer {UserKey}"))).ToJsonString();
        Assert.Contains("\"kept\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("near", text, StringComparison.Ordinal);
        Assert.DoesNotContain("credential", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("""{"model":"m"}""", 400)]
    [InlineData("""{"model":"m","protocol":"smtp"}""", 400)]
    [InlineData("""{"model":"m","protocol":"chat","operation":"guess"}""", 400)]
    [InlineData("""{"messages":[]}""", 400)]
    public async Task Question_that_makes_no_sense_is_refused(string body, int status)
    {
        await using var gateway = await StartAsync();
        using var response = await gateway.PostAsync("/v1/route/explain", body);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Deprecated_group_serves_and_says_what_to_use_instead()
    {
        await using var gateway = await StartAsync();
        var call = ClientCall.Ask("messages", "m", stream: false);
        using var response = await gateway.PostAsync(call.Path, call.Body);
        Assert.Equal((200, "old"), ((int)response.StatusCode, response.Headers.GetValues("x-gantry-group").Single()));
        Assert.Equal("use plain; until the end of t?e year", response.Headers.GetValues("x-gantry-deprecated").Single());
    }

    private static Task<TestGateway> StartAsync() => TestGateway.StartAsync(new RelayLimits(), url => $$$"""
        upstreams:
          - {name: near, provider: simulator, speaks: [messages], base_url: "{{{url}}}", api_keys: [{{{TestGateway.UpstreamKey}}}], allow_private_network: true}
        models:
          - {id: m, price: {input: 3, output: 15}}
          - {id: n, price: {input: 1, output: 5}}
        groups:
          - {name: gone, status: closed, replacement: plain, deployments: [{model: m, upstream: near}]}
          - {name: old, status: deprecated, replacement: plain, note: "until the end of tëe year", deployments: [{model: m, upstream: near, upstream_model: sim-text}]}
          - {name: plain, multiplier: 1.5, deployments: [{model: m, upstream: near, upstream_model: sim-text}, {model: n, upstream: near}, {model: n, upstream: near, upstream_model: sim-text}]}
          - {name: dear, multiplier: 3, deployments: [{model: m, upstream: near}]}
        accounts:
          - email: owner@example.com
            role: owner
            credit: 10
            keys:
              - name: test
                secret: {{{TestGateway.Key}}}
                groups: [gone, old, auto]
                auto: {max_price_factor: 2}
                routes: {background: n}
          - email: user@example.com
            keys:
              - {name: test, secret: {{{UserKey}}}, groups: [plain]}
        """);

    private static async Task<JsonNode> ExplainAsync(TestGateway gateway, string body, params (string Name, string Value)[] headers)
    {
        using var response = await gateway.PostAsync("/v1/route/explain?model=m", body, headers);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == 200, text);
        return JsonNode.Parse(text)!;
    }
}
