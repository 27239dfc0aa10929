using System.Net;
using System.Text.Json;
using Gantry.Billing.Pricing;
using Gantry.Relay;
using Gantry.Snapshot;
using Gantry.Tests.Relay;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Hosting;

public sealed class PricingTests
{
    [Fact]
    public async Task L_50_Displayed_price_is_the_charged_one_for_every_model_of_every_group()
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), simulator => Shop(simulator, ""));
        using var answer = await gateway.SendAsync(HttpMethod.Get, "/api/pricing", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var snapshot = gateway.Host.Services.GetRequiredService<SnapshotHolder>().Current;
        var (models, lines) = (0, 0);
        foreach (var group in json.GetProperty("groups").EnumerateArray())
        {
            Assert.Equal("upstream", group.GetProperty("cancel_policy").GetString());
            foreach (var model in group.GetProperty("models").EnumerateArray().Where(m => m.GetProperty("available").GetBoolean()))
            {
                var price = snapshot.Groups[group.GetProperty("name").GetString()!].Offers[model.GetProperty("id").GetString()!][0].Price!;
                foreach (var line in model.GetProperty("prices").EnumerateArray())
                {
                    Charged(line, price);
                    lines++;
                }

                models++;
            }
        }

        Assert.Equal(4 * Sample.Seed.Models.Count(m => m.Price is not null), models);
        Assert.True(lines > 2_000, $"only {lines} prices");
    }

    [Fact]
    public async Task Prices_are_shown_to_key_holders_alone_where_the_setting_says_so()
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), simulator => Shop(simulator, "settings: {pricing_public: false}"));
        using var stranger = await gateway.SendAsync(HttpMethod.Get, "/api/pricing", null, ("authorization", "Bearer nobody"));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var holder = await gateway.SendAsync(HttpMethod.Get, "/api/pricing", null);
        var json = JsonElement.Parse(await holder.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("one", Assert.Single(json.GetProperty("groups").EnumerateArray()).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/responses")]
    [InlineData("/v1/messages")]
    [InlineData("/v1beta/models/unpriced:generateContent")]
    public async Task L_8_Model_without_a_price_is_refused_before_dispatch(string path)
    {
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits(), simulator => TestGateway.Configuration(simulator, ["unpriced"]).Replace(", price: {free: true}", "", StringComparison.Ordinal));
        using var answer = await gateway.PostAsync(path, """{"model": "unpriced", "max_tokens": 10, "input": "hi", "messages": [{"role": "user", "content": "hi"}], "contents": [{"parts": [{"text": "hi"}]}]}""");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("'unpriced' has no price", text);
        if (!path.Contains("messages", StringComparison.Ordinal)) Assert.Contains("price_not_configured", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("price_not_configured", (await gateway.UsageAsync(1))[0].ErrorCode);
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    private static void Charged(JsonElement line, PinnedPrice price) => ChargedPrice.Is(
        line.GetProperty("dimension").GetString()!,
        line.GetProperty("service_tier").GetString()!,
        line.TryGetProperty("prompt_tokens", out var bound) ? bound.GetInt64() : 0,
        line.TryGetProperty("variant", out var variant) ? variant.GetString() : null,
        line.GetProperty("charged").GetString()!,
        price);

    // Every model of the seed catalogue, at a tenth, at list, at 2.5 times, and at prices of the group's own.
    private static string Shop(Uri simulator, string settings)
    {
        var models = Sample.Seed.Models.Select(m => m.Id).ToList();
        string Group(string name, string terms) => $"  - {{name: {name}, {terms}, cancel_policy: upstream, deployments: [{string.Join(", ", models.Select(m => $"{{model: {m}, upstream: sim}}"))}]}}\n";
        return $$"""
            upstreams: [{name: sim, provider: simulator, base_url: "{{simulator}}", api_keys: [{{TestGateway.UpstreamKey}}], allow_private_network: true}]
            {{settings}}
            accounts: [{email: a@b.c, keys: [{name: k, secret: {{TestGateway.Key}}, groups: [one]}]}]
            groups:
            """ + "\n" + Group("tenth", "multiplier: 0.1") + Group("one", "multiplier: 1") + Group("dear", "multiplier: 2.5")
            + Group("own", "multiplier: 3, prices: [{model: gpt-5.4, price: {input: 1.234567891, output: 9, image_variants: {\"high/1024x1024\": 0.17}}}, {model: claude-sonnet-4-5, multiplier: 0.333333}]");
    }
}
