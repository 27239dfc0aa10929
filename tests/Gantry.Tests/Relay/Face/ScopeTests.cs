using System.Text;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class ScopeTests
{
    /// <summary>Six keys against five requests: chat with a, chat with b, embeddings with a, Gemini with a, the list of models.</summary>
    public static readonly TheoryData<string, int[]> Matrix = new()
    {
        { "whole", [200, 200, 200, 200, 200] },
        { "group", [404, 200, 404, 404, 200] },
        { "model", [200, 404, 200, 200, 200] },
        { "endpoint", [403, 403, 200, 403, 403] },
        { "network", [403, 403, 403, 403, 403] },
        { "expired", [401, 401, 401, 401, 401] },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Key_does_what_its_scope_says_and_nothing_else(string scope, int[] expected)
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), Configuration);
        (HttpMethod Method, string Path, string? Json)[] requests =
        [
            (HttpMethod.Post, Call.Of("chat", "a").Path, Call.Of("chat", "a").Json),
            (HttpMethod.Post, Call.Of("chat", "b").Path, Call.Of("chat", "b").Json),
            (HttpMethod.Post, "/v1/embeddings", """{"model":"a","input":"x"}"""),
            (HttpMethod.Post, Call.Of("gemini", "a").Path, Call.Of("gemini", "a").Json),
            (HttpMethod.Get, "/v1/models", null),
        ];
        var statuses = new List<int>();
        foreach (var (method, path, json) in requests)
        {
            using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
            // The address that a client claims to come from must not count.
            using var response = await gateway.SendAsync(
                method, path, content, ("authorization", $"Bearer {Secret(scope)}"), ("x-forwarded-for", "10.1.2.3"), ("x-real-ip", "10.1.2.3"), ("forwarded", "for=10.1.2.3"));
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal(expected, statuses);
        Assert.Equal(expected[..4].Count(status => status == 200), gateway.Simulator.Record.Exchanges.Count);
    }

    [Theory]
    [InlineData("whole", "a,vendor/a,b")]
    [InlineData("group", "b")]
    [InlineData("model", "a,vendor/a")]
    public async Task List_shows_only_what_the_key_may_use(string scope, string expected)
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), Configuration);
        using var response = await gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("authorization", $"Bearer {Secret(scope)}"));
        var list = System.Text.Json.JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(expected, string.Join(',', list.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString())));
    }

    private static string Secret(string scope) => $"sk-scope-{scope}-0123456789abcdef";

    private static string Configuration(Uri simulator) => $$"""
        upstreams:
          - {name: sim, provider: simulator, {{FaceConfiguration.Local(simulator)}} }
        models:
          - {id: a, aliases: [vendor/a], price: {free: true} }
          - {id: b, price: {free: true} }
        groups:
          - name: all
            deployments:
              - {model: a, upstream: sim}
              - {model: b, upstream: sim}
          - name: small
            deployments:
              - {model: b, upstream: sim}
        accounts:
          - email: test@example.com
            keys:
              - {name: whole, secret: {{Secret("whole")}}, groups: [all]}
              - {name: group, secret: {{Secret("group")}}, groups: [small]}
              - {name: model, secret: {{Secret("model")}}, groups: [all], models: [vendor/a]}
              - {name: endpoint, secret: {{Secret("endpoint")}}, groups: [all], operations: [embeddings]}
              - {name: network, secret: {{Secret("network")}}, groups: [all], networks: [10.0.0.0/8]}
              - {name: expired, secret: {{Secret("expired")}}, groups: [all], expires_at: "2020-01-01T00:00:00Z"}
        """;
}
