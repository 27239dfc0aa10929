using System.Globalization;
using System.Net;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>How much is set aside, and what happens where that does not suffice (reliability L-2, L-5, L-6, L-8, L-9, L-12).</summary>
[Waiting]
public sealed class HoldTests
{
    [Fact]
    public async Task L_2_Every_dispatch_has_a_reservation_that_is_older()
    {
        await using var bank = await Bank.OpenAsync("10.00", "input: 3, output: 15", ["sim-text"]);
        for (var i = 0; i < 20; i++) (await bank.ChatAsync("sim-text", stream: i % 2 == 0)).Dispose();

        await bank.ChargesAsync(20);
        var reserved = await bank.RowsAsync<long>("SELECT MIN(at) FROM ledger_transactions WHERE kind = 'reserve'");
        var holds = await bank.RowsAsync<(long Hold, string? Allowance)>("SELECT hold_nanos, allowance_id FROM usage_records");
        var first = bank.Simulator.Record.Exchanges.Min(e => e.ReceivedAt);
        Assert.All(holds, hold => Assert.True(hold is { Hold: > 0, Allowance: not null }));
        Assert.True(reserved.Single() <= first.UtcTicks / 10 - DateTimeOffset.UnixEpoch.UtcTicks / 10);
    }

    [Fact]
    public async Task L_5_Stream_that_outgrows_the_balance_ends_with_an_error_and_never_overdraws()
    {
        // 40,000 tokens at $125 a million: five dollars.
        const string Dear = "sim-text-n10000-b16-i1";
        await using var bank = await Bank.OpenAsync("0.30", "input: 1, output: 125", [Dear]);

        using var answer = await bank.ChatAsync(Dear, stream: true);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("insufficient_quota", body, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
        var exchange = bank.Simulator.Record.Exchanges.Single();
        await exchange.Ended.WaitAsync(TestRun.Limit(2), TestContext.Current.CancellationToken);
        Assert.Equal(ExchangeOutcome.ClientClosed, exchange.Outcome);
        var charge = (await bank.ChargesAsync(1)).Single();
        Assert.InRange(charge.ChargedNanos, 250_000_000, 300_000_000);

        // Two seconds of the answer: 2,000 pieces of four tokens.
        Assert.InRange(charge.OverrunNanos, 0, 2_000L * 4 * 125_000);
        var (available, reserved) = await bank.BalanceAsync();
        Assert.True(available >= 0 && reserved >= 0);
        Assert.Equal(300_000_000 - charge.ChargedNanos, available + reserved);
    }

    [Theory]
    [InlineData(true, 250_000_000)]
    [InlineData(false, 750_000_000)]
    public async Task L_6_First_hold_on_a_dear_model_is_small(bool stream, long most)
    {
        await using var bank = await Bank.OpenAsync((most / 1_000_000_000m).ToString(CultureInfo.InvariantCulture), "input: 10, output: 45", ["sim-text"]);
        var prompt = string.Join(' ', Enumerable.Repeat("word", 2_000));

        using var answer = await bank.ChatAsync("sim-text", stream, prompt);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange((await bank.ChargesAsync(1)).Single().HoldNanos, 1, most);
    }

    [Fact]
    public async Task L_9_Thousand_requests_settle_at_the_price_and_the_multiplier_that_they_began_with()
    {
        const string Model = "sim-text-h3000-usage-in1000-out100";
        await using var bank = await Bank.OpenAsync("1000.00", "input: 3, output: 15", [Model]);
        var calls = Enumerable.Range(0, 1_000).Select(async _ =>
        {
            using var answer = await bank.ChatAsync(Model, stream: true);
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }).ToArray();
        await bank.Simulator.Record.ArrivedAsync(1_000, TestContext.Current.CancellationToken);

        await bank.ApplyAsync("1000.00", "input: 30, output: 150", [Model], group: "multiplier: 2.0");
        await Task.WhenAll(calls);
        using var later = await bank.ChatAsync(Model, stream: true);
        await later.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var charges = await bank.ChargesAsync(1_001);
        Assert.All(charges.Take(1_000), charge => Assert.Equal(4_500_000, charge.ChargedNanos));
        Assert.Equal(90_000_000, charges[1_000].ChargedNanos);
    }

    [Fact]
    public async Task L_12_Failed_attempts_are_costs_of_the_house_and_one_charge_of_the_client()
    {
        const string Model = "sim-text-usage-in100-out10";
        await using var bank = await Bank.OpenAsync("10.00", "input: 3, output: 15", [Model], upstream: "speaks: [gemini]");
        bank.Simulator.Scripts.Replace(new Script
        {
            Replay = new ReplayScript
            {
                Headers = [new("content-type", "application/json")],
                Body = """{"candidates":[{"content":{},"finishReason":"MALFORMED_FUNCTION_CALL","index":0}],"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}}"""u8.ToArray(),
            },
        });

        using var answer = await bank.ChatAsync(Model, stream: false);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var charge = (await bank.ChargesAsync(1)).Single();
        Assert.Equal((2, 100 * 3_000 + 10 * 15_000), (charge.Attempts, charge.ChargedNanos));
        Assert.Equal([1, 2], await bank.RowsAsync<long>("SELECT number FROM attempt_costs ORDER BY number"));
        Assert.Single(await bank.RowsAsync<string>("SELECT id FROM ledger_transactions WHERE kind = 'settle'"));
    }

    [Fact]
    public async Task L_13_Counting_listing_and_reading_back_cost_nothing()
    {
        await using var bank = await Bank.OpenAsync("10.00", "input: 3, output: 15", ["sim-text"]);
        using var made = await bank.Gateway.PostAsync("/v1/responses", """{"model":"sim-text","input":"hello"}""");
        var id = System.Text.Json.JsonDocument.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("id").GetString();
        var spent = (await bank.ChargesAsync(1)).Single().ChargedNanos;

        (await bank.Gateway.SendAsync(HttpMethod.Get, $"/v1/responses/{id}", null)).Dispose();
        (await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/models", null)).Dispose();
        (await bank.Gateway.PostAsync("/v1/messages/count_tokens", """{"model":"sim-text","messages":[{"role":"user","content":"hello"}]}""")).Dispose();

        await bank.ChargesAsync(3);
        Assert.Equal([spent], await bank.RowsAsync<long>("SELECT charged_nanos FROM usage_records WHERE wallet_id IS NOT NULL"));
        Assert.True(spent > 0);
    }

    [Fact]
    public async Task L_31_Cumulative_and_late_counts_are_charged_as_the_last_word_says()
    {
        const string Model = "sim-text-n20-usage-in3-cr17-cw5m40-cw1h5-out550";
        await using var bank = await Bank.OpenAsync("10.00", "input: 3, output: 15, cache_read: 0.30, cache_write_5m: 3.75, cache_write_1h: 6", [Model]);

        foreach (var stream in new[] { "true", "false" })
        {
            using var answer = await bank.Gateway.PostAsync("/v1/messages", $$"""{"model":"{{Model}}","max_tokens":4096,"stream":{{stream}},"messages":[{"role":"user","content":"x"}]}""");
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        Assert.All(await bank.ChargesAsync(2), charge => Assert.Equal(3 * 3_000 + 17 * 300 + 40 * 3_750 + 5 * 6_000 + 550 * 15_000, charge.ChargedNanos));
    }

    [Theory]
    [InlineData("not money", "400")]
    [InlineData("0.0000001", "402")]
    public async Task Bound_of_the_client_on_its_cost_refuses_before_anything_is_sent(string bound, string status)
    {
        await using var bank = await Bank.OpenAsync("10.00", "input: 3, output: 15", ["sim-text"]);

        using var answer = await bank.ChatAsync("sim-text", stream: true, "hello", ("X-Gantry-Max-Cost", bound));

        Assert.Equal(status, ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
        Assert.Empty(bank.Simulator.Record.Exchanges);
        Assert.Equal((10_000_000_000, 0), await bank.BalanceAsync());
    }

    [Fact]
    public async Task Bound_of_the_client_on_its_cost_ends_a_stream_that_comes_to_it()
    {
        const string Model = "sim-text-n2000-b16-i1";
        await using var bank = await Bank.OpenAsync("10.00", "input: 1, output: 100", [Model]);

        using var answer = await bank.ChatAsync(Model, stream: true, "hello", ("X-Gantry-Max-Cost", "0.2"));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("max_cost_exceeded", body, StringComparison.Ordinal);
        Assert.InRange((await bank.ChargesAsync(1)).Single().ChargedNanos, 150_000_000, 230_000_000);
    }
}
