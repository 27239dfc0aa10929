using System.Net;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>Nobody spends what he has not (reliability L-1, L-3).</summary>
public sealed class BalanceTests
{
    private const string Dime = "request: 0.10";

    [Fact]
    public async Task L_1_Two_hundred_requests_at_once_on_a_dollar_send_exactly_ten_of_a_dime()
    {
        await using var bank = await Bank.OpenAsync("1.00", Dime, ["sim-text-d20"]);

        var statuses = await ManyAsync(bank, 200);

        Assert.Equal(10, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.Equal(190, statuses.Count(s => s == HttpStatusCode.PaymentRequired));
        Assert.Equal(10, bank.Simulator.Record.Exchanges.Count);
        var charges = await bank.ChargesAsync(200);
        Assert.Equal(1_000_000_000, charges.Sum(c => c.ChargedNanos));
        Assert.Equal((0, 0), await bank.BalanceAsync());
    }

    [Theory]
    [InlineData("{amount: 1.00, window: day}")]
    [InlineData("{amount: 1.00, window: week}")]
    [InlineData("{amount: 1.00, window: month}")]
    [InlineData("{amount: 1.00, window: total}")]
    public async Task L_3_Two_hundred_requests_at_once_under_a_cap_of_a_dollar_send_exactly_ten_of_a_dime(string cap)
    {
        await using var bank = await Bank.OpenAsync("100.00", Dime, ["sim-text-d20"], key: $"spend_cap: {cap}");

        var statuses = await ManyAsync(bank, 200);

        Assert.Equal(10, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.Equal(10, bank.Simulator.Record.Exchanges.Count);
        Assert.Equal(1_000_000_000, (await bank.ChargesAsync(200)).Sum(c => c.ChargedNanos));
    }

    [Fact]
    public async Task Refusal_names_what_is_needed_and_what_is_there()
    {
        await using var bank = await Bank.OpenAsync("0.05", Dime, ["sim-text"]);

        using var refused = await bank.ChatAsync("sim-text", stream: false);

        Assert.Equal(HttpStatusCode.PaymentRequired, refused.StatusCode);
        Assert.Equal("false", refused.Headers.GetValues("x-should-retry").Single());
        var body = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("insufficient_quota", body, StringComparison.Ordinal);
        Assert.Contains("$0.10", body, StringComparison.Ordinal);
        Assert.Contains("$0.05", body, StringComparison.Ordinal);
        Assert.Empty(bank.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Whole_answer_says_what_it_was_charged()
    {
        await using var bank = await Bank.OpenAsync("1.00", "input: 3, output: 15", ["sim-text-usage-in1000-out100"]);

        using var answer = await bank.ChatAsync("sim-text-usage-in1000-out100", stream: false);

        Assert.Equal("4500000", answer.Headers.GetValues("x-gantry-cost").Single());
        Assert.Equal("0.004500000", answer.Headers.GetValues("x-gantry-cost-usd").Single());
        Assert.Equal(4_500_000, (await bank.ChargesAsync(1)).Single().ChargedNanos);
    }

    [Fact]
    public async Task Stream_says_what_it_was_charged_in_a_trailer_and_where_asked_in_a_comment()
    {
        await using var bank = await Bank.OpenAsync("1.00", "input: 3, output: 15", ["sim-text-usage-in1000-out100"]);

        using var answer = await bank.ChatAsync("sim-text-usage-in1000-out100", stream: true, "hello", ("X-Gantry-Include-Cost", "1"));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("data: [DONE]\n\n: x-gantry-cost 4500000 x-gantry-cost-usd 0.004500000\n\n", body, StringComparison.Ordinal);
        Assert.Equal("4500000", answer.TrailingHeaders.GetValues("x-gantry-cost").Single());
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> ManyAsync(Bank bank, int count)
    {
        var model = "sim-text-d20";
        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => bank.ChatAsync(model, stream: false)));
        var statuses = answers.Select(a => a.StatusCode).ToArray();
        Array.ForEach(answers, a => a.Dispose());
        return statuses;
    }
}
