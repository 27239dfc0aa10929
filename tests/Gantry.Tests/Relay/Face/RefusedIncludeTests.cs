using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class RefusedIncludeTests
{
    private const string Sealed = "reasoning.encrypted_content";

    [Theory]
    [Trait("Case", "295")]
    [InlineData("include=" + Sealed)]
    [InlineData("include=" + Sealed + "&include=message.output_text.logprobs")]
    public async Task Retrieval_is_repeated_once_without_what_the_upstream_refuses_and_asks_for_it_no_more(string query)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var id = await MakeAsync(gateway);
        Assert.Equal(200, await ReadAsync(gateway, id, query, "param_dropped:include"));
        Assert.Equal([$"/v1/responses/{id}?{query}", $"/v1/responses/{id}"], Targets(gateway, 1));

        Assert.Equal(200, await ReadAsync(gateway, id, query, "param_dropped:include"));
        Assert.Equal([$"/v1/responses/{id}"], Targets(gateway, 3));
        Assert.Equal(200, await ReadAsync(gateway, await MakeAsync(gateway), $"{query}&limit=3", "param_dropped:include"));
        Assert.EndsWith("?limit=3", Targets(gateway, 5)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_refused_passes_as_it_came()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var id = await MakeAsync(gateway);
        Assert.Equal(200, await ReadAsync(gateway, id, "include=message.output_text.logprobs&include[]=file_search_call.results", null));
        Assert.Equal([$"/v1/responses/{id}?include=message.output_text.logprobs&include[]=file_search_call.results"], Targets(gateway, 1));
    }

    [Fact]
    [Trait("Case", "295")]
    public async Task Client_that_will_have_nothing_dropped_gets_the_refusal()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var id = await MakeAsync(gateway);
        using var response = await gateway.SendAsync(HttpMethod.Get, $"/v1/responses/{id}?include={Sealed}", null, ("x-gantry-strict", "1"));
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error");
        Assert.Equal((400, "include"), ((int)response.StatusCode, error.GetProperty("param").GetString()));
        Assert.Single(Targets(gateway, 1));
    }

    [Fact]
    public async Task Refusal_of_something_else_passes_and_nothing_is_repeated()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var id = await MakeAsync(gateway);
        using var response = await gateway.SendAsync(HttpMethod.Post, $"/v1/responses/{id}/cancel?include=x", null);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Single(Targets(gateway, 1));
    }

    private static async Task<int> ReadAsync(TestGateway gateway, string id, string query, string? dropped)
    {
        using var response = await gateway.SendAsync(HttpMethod.Get, $"/v1/responses/{id}?{query}", null);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (response.IsSuccessStatusCode) Assert.Equal(id, JsonElement.Parse(body).GetProperty("id").GetString());
        Assert.Equal(dropped, response.Headers.TryGetValues("x-gantry-dropped", out var named) ? string.Join(',', named) : null);
        return (int)response.StatusCode;
    }

    private static List<string> Targets(TestGateway gateway, int from) => [.. gateway.Simulator.Record.Exchanges.Skip(from).Select(exchange => exchange.Target)];

    private static async Task<string> MakeAsync(TestGateway gateway)
    {
        using var response = await gateway.PostAsync("/v1/responses", """{"model":"m","input":"x"}""");
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
    }
}
