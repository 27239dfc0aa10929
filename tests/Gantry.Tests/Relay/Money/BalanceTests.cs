using System.Net;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
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

    [Fact]
    public async Task L_1_Twenty_seeds_of_two_hundred_requests_in_all_protocols_never_pass_a_dollar()
    {
        string[] models = ["sim-text-n2", "sim-text-n5-i2", "sim-text-d30", "sim-text-n3-h10"];
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            await using var bank = await Bank.OpenAsync("1.00", Dime, models);
            var calls = Enumerable.Range(0, 200)
                .Select(_ => ClientCall.Ask(ClientCall.Protocols[random.Next(4)], models[random.Next(models.Length)], random.Next(2) == 0))
                .Select(async call =>
                {
                    using var answer = await bank.Gateway.PostAsync(call.Path, call.Body);
                    await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                })
                .ToArray();
            await Task.WhenAll(calls);

            var charges = await bank.ChargesAsync(200);
            Assert.True(bank.Simulator.Record.Exchanges.Count == 10, $"seed {seed}: {bank.Simulator.Record.Exchanges.Count} dispatched");
            Assert.True(charges.Sum(c => c.ChargedNanos) == 1_000_000_000, $"seed {seed}: {charges.Sum(c => c.ChargedNanos)} charged");
            Assert.Equal((0, 0), await bank.BalanceAsync());
        }
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

    [Theory]
    [InlineData("account", "this account")]
    [InlineData("group", "group 'all'")]
    public async Task L_3_Cap_of_an_account_or_a_group_is_exact_and_its_refusal_says_whose_it_is_and_when_it_resets(string scope, string owner)
    {
        const string Cap = "spend_cap: {amount: 1.00, window: month}";
        await using var bank = await Bank.OpenAsync("100.00", Dime, ["sim-text-d20"], account: scope == "account" ? Cap : "", group: scope == "group" ? Cap : "");

        var statuses = await ManyAsync(bank, 60);
        using var refused = await bank.ChatAsync("sim-text-d20", stream: false);
        var body = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(10, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.Equal(10, bank.Simulator.Record.Exchanges.Count);
        Assert.Equal(HttpStatusCode.PaymentRequired, refused.StatusCode);
        Assert.Equal("false", refused.Headers.GetValues("x-should-retry").Single());
        Assert.Contains("spend_cap_exceeded", body, StringComparison.Ordinal);
        Assert.Contains($"The spend cap of {owner} would be passed: $1.00 of $1.00 a month is spent", body.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("It resets at", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task L_4_Caps_need_nothing_but_the_ledger_and_hold_over_a_restart()
    {
        const string Cap = "spend_cap: {amount: 1.00, window: total}";
        using var folder = new TempFolder();
        await using var simulator = await Gantry.Simulator.SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        var served = 0;
        for (var start = 0; start < 3; start++)
        {
            await using var gateway = await TestGateway.StartOnAsync(folder, simulator, Bank.Configuration(simulator.BaseUrl, "100.00", Dime, ["sim-text"], Cap, "", "", ""));
            for (var i = 0; i < 6; i++)
            {
                using var answer = await gateway.PostAsync("/v1/chat/completions", """{"model":"sim-text","messages":[{"role":"user","content":"hi"}]}""");
                served += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
            }
        }

        Assert.Equal(10, served);
        Assert.Equal(10, simulator.Record.Exchanges.Count);
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
