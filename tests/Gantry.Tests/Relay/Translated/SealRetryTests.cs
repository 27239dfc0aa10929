using System.Text;
using System.Text.Json;
using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;
using Xunit;

namespace Gantry.Tests.Relay.Translated;

/// <summary>Sealed reasoning that its own issuer cannot open any more: the conversation goes on without it.</summary>
public sealed class SealRetryTests
{
    private const string Model = "claude-sonnet-4-5";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Case", "242")]
    public async Task Seal_that_the_upstream_refuses_is_left_out_of_one_further_try(bool streamed)
    {
        await using var gateway = await Crossing.StartStrictAsync(Model);
        var damaged = new ReasoningBlob(BlobKind.ThinkingSignature, IssuerId.Of("messages"), JsonText.From("bm90IHNlYWxlZCBieSB0aGlzIHVwc3RyZWFt")) { Text = JsonText.From("thought") };
        var body = JsonSerializer.Serialize(new
        {
            model = Crossing.Model("messages", Model),
            stream = streamed,
            reasoning = new { effort = "high" },
            input = new object[]
            {
                new { role = "user", content = "hello" },
                new { type = "reasoning", summary = Array.Empty<object>(), encrypted_content = ReasoningEnvelope.Encode(damaged).ToString() },
                new { role = "assistant", content = "well" },
                new { role = "user", content = "and now?" },
            },
        });

        using var response = await gateway.PostAsync("/v1/responses", body);
        var answer = await Crossing.ReadAsync("responses", response, streamed);
        Assert.NotEmpty(answer.Parts);
        var sent = gateway.Simulator.Record.Exchanges.Select(exchange => (exchange.Status, Body: Encoding.UTF8.GetString(exchange.Body.Span))).ToList();
        Assert.Equal([400, 200], sent.Select(exchange => exchange.Status));
        Assert.Contains("bm90IHNlYWxlZCBieSB0aGlzIHVwc3RyZWFt", sent[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("bm90IHNlYWxlZCBieSB0aGlzIHVwc3RyZWFt", sent[1].Body, StringComparison.Ordinal);
        Assert.Contains("reasoning_context_lost", response.Headers.GetValues("x-gantry-dropped").Single(), StringComparison.Ordinal);
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal(("completed", 2), (row.Outcome, row.Attempts));
    }
}
