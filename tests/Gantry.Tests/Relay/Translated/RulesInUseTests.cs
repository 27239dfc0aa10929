using System.Text.Json.Nodes;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Translated;

/// <summary>What the file says better than the built-in rules arrives in the upstream's request.</summary>
public sealed class RulesInUseTests
{
    private const string Asked = """{"model":"MODEL","max_completion_tokens":5000,"messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Rules_of_model_and_deployment_hold_where_they_are_declared()
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), address => $$"""
            upstreams:
              - {name: messages, provider: simulator, speaks: [messages], {{Local(address)}} }
            models:
              - {id: plain, price: {free: true} }
              - {id: capped, price: {free: true}, rules: {max_output: 1000} }
              - {id: both, price: {free: true}, rules: {max_output: 1000} }
            groups:
              - name: all
                deployments:
                  - {model: plain, upstream: messages, upstream_model: house}
                  - {model: capped, upstream: messages, upstream_model: house}
                  - {model: both, upstream: messages, upstream_model: house, rules: {max_output: 200} }
            accounts:
              - {email: test@example.com, keys: [{name: test, secret: {{TestGateway.Key}}, groups: [all]}]}
            """);
        foreach (var (model, cap) in new[] { ("plain", 5000), ("capped", 1000), ("both", 200) })
        {
            using var response = await gateway.PostAsync("/v1/chat/completions", Asked.Replace("MODEL", model, StringComparison.Ordinal));
            await response.JsonAsync();
            Assert.Equal(cap, (int)JsonNode.Parse(gateway.Simulator.Record.Exchanges[^1].Body.Span)!["max_tokens"]!);
            Assert.Equal(cap == 5000 ? null : "max_tokens_clamped", response.Header("x-gantry-dropped"));
        }
    }

    [Fact]
    public async Task Traits_of_an_upstream_stand_over_those_of_its_provider()
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), address => $$"""
            upstreams:
              - {name: usual, provider: simulator, speaks: [chat], {{Local(address)}} }
              - {name: own, provider: simulator, speaks: [chat], traits: {completion_cap: true}, {{Local(address)}} }
            models:
              - {id: usual, price: {free: true} }
              - {id: own, price: {free: true} }
            groups:
              - {name: all, deployments: [{model: usual, upstream: usual}, {model: own, upstream: own}]}
            accounts:
              - {email: test@example.com, keys: [{name: test, secret: {{TestGateway.Key}}, groups: [all]}]}
            """);
        foreach (var (model, cap) in new[] { ("usual", "max_tokens"), ("own", "max_completion_tokens") })
        {
            using var response = await gateway.PostAsync("/v1/messages", $$"""{"model":"{{model}}","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""");
            await response.JsonAsync();
            Assert.Equal(50, (int?)JsonNode.Parse(gateway.Simulator.Record.Exchanges[^1].Body.Span)![cap]);
        }
    }

    private static string Local(Uri address) => $"base_url: \"{address}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true";
}
