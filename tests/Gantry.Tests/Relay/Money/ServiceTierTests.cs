using System.Net;
using System.Text.Json.Nodes;
using Gantry.Billing.Pricing;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>A request that asks for a dearer class of service is held, quoted and extended at its price; it settles by the class that the answer names.</summary>
public sealed class ServiceTierTests
{
    private const string Model = "sim-text-usage-in1000-out100";

    // The prompt costs next to nothing: a thousand tokens of answer are a cent and a half, three cents in a hurry, half of it for the patient.
    private const string Price = "input: 0.000001, output: 15, tiers: {priority: {output: 30}, flex: {output: 7.5}}";

    [Theory]
    [InlineData("chat", "\"service_tier\":\"priority\"", 30_000_000)]
    [InlineData("chat", "\"service_tier\":\"default\"", 15_000_000)]
    [InlineData("chat", "\"service_tier\":\"flex\"", 15_000_000)]
    [InlineData("responses", "\"service_tier\":\"priority\"", 30_000_000)]
    [InlineData("responses", "\"service_tier\":\"auto\"", 30_000_000)]
    [InlineData("responses", "\"metadata\":{\"service_tier\":\"priority\"}", 15_000_000)]
    [InlineData("messages", "\"service_tier\":\"auto\"", 30_000_000)]
    [InlineData("messages", "\"service_tier\":\"standard_only\"", 15_000_000)]
    [InlineData("gemini", "\"serviceTier\":\"priority\"", 30_000_000)]
    public async Task Hold_and_quote_cover_the_class_that_is_asked_for(string protocol, string asked, long held)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model], upstream: $"speaks: [{protocol}]");
        var (path, body) = Request(protocol, asked);

        var quote = (await QuoteAsync(bank, protocol, body))["groups"]![0]!;
        using var answer = await bank.Gateway.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange((long)quote["hold_nanos"]!, held, held + 1_000);
        Assert.InRange((long)quote["worst_nanos"]!, held, held + 1_000);
        var charged = Assert.Single(await bank.ChargesAsync(1));
        Assert.InRange(charged.HoldNanos, held, held + 1_000);

        // The simulator serves as standard.
        Assert.InRange(charged.ChargedNanos, 1_500_000, 1_501_000);
    }

    [Fact]
    public async Task Priority_is_refused_where_only_standard_can_be_paid()
    {
        await using var bank = await Bank.OpenAsync("0.02", Price, [Model]);
        var (path, priority) = Request("chat", "\"service_tier\":\"priority\"");

        using var refused = await bank.Gateway.PostAsync(path, priority);
        using var served = await bank.Gateway.PostAsync(path, Request("chat", "\"service_tier\":\"default\"").Body);

        Assert.Equal((HttpStatusCode.PaymentRequired, HttpStatusCode.OK), (refused.StatusCode, served.StatusCode));
        Assert.Single(bank.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Stream_that_outgrows_its_hold_is_extended_at_the_class_that_is_asked_for()
    {
        // The hold for a stream is for 1,024 tokens at first.
        var (standard, charged) = await StreamAsync("");
        var (priority, sameCharged) = await StreamAsync(",\"service_tier\":\"priority\"");

        Assert.True(standard > 2 * 1_024 * 15_000, $"{standard} are the first hold.");
        Assert.InRange((double)priority / standard, 1.8, 2.2);
        Assert.InRange((double)sameCharged / charged, 0.99, 1.01);
    }

    [Theory]
    [InlineData(null, ServiceTier.Standard)]
    [InlineData("", ServiceTier.Standard)]
    [InlineData("default", ServiceTier.Standard)]
    [InlineData("standard_only", ServiceTier.Standard)]
    [InlineData("auto", ServiceTier.Priority)]
    [InlineData("fast", ServiceTier.Priority)]
    [InlineData("SERVICE_TIER_PRIORITY", ServiceTier.Priority)]
    [InlineData("Flex", ServiceTier.Flex)]
    [InlineData("service_tier_flex", ServiceTier.Flex)]
    [InlineData("batch", ServiceTier.Batch)]
    public void Words_that_ask_for_a_class(string? word, ServiceTier tier) => Assert.Equal(tier, ServiceTiers.Asked(word));

    private static (string Path, string Body) Request(string protocol, string asked)
    {
        var (path, body) = protocol switch
        {
            "chat" => ("/v1/chat/completions", """{"model":"M","max_tokens":1000,"messages":[{"role":"user","content":"hi"}]"""),
            "responses" => ("/v1/responses", """{"model":"M","max_output_tokens":1000,"input":"hi" """),
            "messages" => ("/v1/messages", """{"model":"M","max_tokens":1000,"messages":[{"role":"user","content":"hi"}]"""),
            _ => ($"/v1beta/models/{Model}:generateContent", """{"model":"models/M","generationConfig":{"maxOutputTokens":1000},"contents":[{"role":"user","parts":[{"text":"hi"}]}]"""),
        };
        return (path, $"{body.Replace("M\"", Model + "\"", StringComparison.Ordinal)},{asked}}}");
    }

    private static async Task<(long Held, long Charged)> StreamAsync(string asked)
    {
        const string Long = "sim-text-n6000-b16-i0";
        await using var bank = await Bank.OpenAsync("5.00", Price, [Long], upstream: "speaks: [responses]");
        using var answer = await bank.Gateway.PostAsync("/v1/responses", $$"""{"model":"{{Long}}","stream":true,"input":"hi"{{asked}}}""");
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var charged = Assert.Single(await bank.ChargesAsync(1));
        return (charged.HoldNanos, charged.ChargedNanos);
    }

    private static async Task<JsonNode> QuoteAsync(Bank bank, string protocol, string body)
    {
        using var answer = await bank.Gateway.PostAsync("/v1/quote", body, ("x-gantry-protocol", protocol));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}
