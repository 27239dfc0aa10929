using System.Net;
using System.Text.Json;
using Gantry.Billing.Ledger;
using Gantry.Billing.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>What a plan pays, and what comes after it. Every test ends with a look at the books.</summary>
public sealed class PlanTests
{
    private const string Dime = "request: 0.10";
    private const string Model = "sim-text-d20";
    private const long Dollar = 1_000_000_000;

    [Fact]
    public async Task Fifty_first_requests_at_once_open_one_wallet_which_pays_them_all()
    {
        await using var bank = await OpenAsync("10.00", "amount: 20, period: month");

        Assert.All(await ManyAsync(bank, 50), s => Assert.Equal(HttpStatusCode.OK, s));

        var plan = await CheckedAsync(bank, 50);
        Assert.Equal([15 * Dollar], plan);
        Assert.Equal(10 * Dollar, await OwnAsync(bank));
        Assert.Equal(1, (await bank.RowsAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE id LIKE 'plan:%'")).Single());
    }

    [Fact]
    public async Task Plan_is_used_up_to_the_last_dime_before_the_wallet_pays()
    {
        await using var bank = await OpenAsync("10.00", "amount: 1.00, overflow: wallet");

        Assert.All(await ManyAsync(bank, 30), s => Assert.Equal(HttpStatusCode.OK, s));

        Assert.Equal([0L], await CheckedAsync(bank, 30));
        Assert.Equal(8 * Dollar, await OwnAsync(bank));
        Assert.Equal(10, (await bank.RowsAsync<long>("SELECT COUNT(*) FROM usage_records u JOIN plan_wallets p ON p.wallet_id = u.wallet_id")).Single());
    }

    [Fact]
    public async Task Plan_that_refuses_leaves_the_wallet_alone_and_says_when_it_resets()
    {
        var time = new FakeTime(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        await using var bank = await OpenAsync("10.00", "amount: 1.05, period: day, overflow: refuse", time: time);

        var statuses = await ManyAsync(bank, 30);
        using var refused = await bank.ChatAsync(Model, stream: false);

        Assert.Equal(10, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.PaymentRequired, refused.StatusCode);
        Assert.Equal("false", refused.Headers.GetValues("x-should-retry").Single());
        var body = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("plan_exhausted", body, StringComparison.Ordinal);
        Assert.Contains("may cost up to $0.10, $0.05 of $1.05 are left. It resets at 2026-11-22T00:00:00Z, in 43200 seconds.", body, StringComparison.Ordinal);
        Assert.Equal([50_000_000L], await CheckedAsync(bank, 31));
        Assert.Equal(10 * Dollar, await OwnAsync(bank));
    }

    [Fact]
    public async Task New_period_begins_at_midnight_of_the_zone_and_the_rest_of_the_old_one_lapses()
    {
        var time = new FakeTime(new DateTimeOffset(2026, 11, 21, 18, 29, 0, TimeSpan.Zero));
        await using var bank = await OpenAsync("0.00", "amount: 0.25, period: day, overflow: refuse", "time_zone: Asia/Kolkata", time);
        Assert.Equal([true, true, false], await SomeAsync(bank, 3));

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([true, true, false], await SomeAsync(bank, 3));
        await bank.ChargesAsync(6);
        await ReleaseAsync(bank);
        Assert.Equal(1, await bank.Gateway.Host.Services.GetRequiredService<IPlanStore>().EndAsync(TestContext.Current.CancellationToken));
        Assert.Equal([0L, 50_000_000], await CheckedAsync(bank, 6));
    }

    [Fact]
    public async Task Wallet_report_shows_the_plan_before_and_after_it_is_used()
    {
        var time = new FakeTime(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        await using var bank = await OpenAsync("1.00", "amount: 20, period: month, overflow: wallet", time: time);
        Assert.Equal(("20.000000000", "0.000000000", "20.000000000", "2026-12-01T00:00:00+00:00"), await ReportAsync(bank));

        (await bank.ChatAsync(Model, stream: false)).Dispose();

        await bank.ChargesAsync(1);
        Assert.Equal(("20.000000000", "0.100000000", "19.900000000", "2026-12-01T00:00:00+00:00"), await ReportAsync(bank));
    }

    [Theory]
    [InlineData("wallet", true)]
    [InlineData("refuse", false)]
    public async Task Stream_that_outgrows_its_plan_goes_on_in_the_wallet_where_it_may(string overflow, bool ends)
    {
        // 20,000 tokens at $100 a million: two dollars.
        const string Long = "sim-text-n1250-b64-i1";
        await using var bank = await Bank.OpenAsync("10.00", "input: 1, output: 100", [Long], account: "plan: pro", plans: $"amount: 0.50, overflow: {overflow}");

        using var answer = await bank.ChatAsync(Long, stream: true);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var charge = (await bank.ChargesAsync(1)).Single();
        Assert.True(ends == body.Contains("[DONE]", StringComparison.Ordinal), $"cost {charge.CostNanos}, charged {charge.ChargedNanos}");
        var plan = Assert.Single(await CheckedAsync(bank, 1));
        Assert.Equal(ends ? (Dollar / 2, 10 * Dollar - charge.ChargedNanos) : (Dollar / 2 - charge.ChargedNanos, 10 * Dollar), (plan, await OwnAsync(bank)));
        if (ends) Assert.True(charge.ChargedNanos > Dollar / 2 && charge.OverrunNanos == 0);
    }

    private static Task<Bank> OpenAsync(string credit, string plan, string account = "", TimeProvider? time = null) => Bank.OpenAsync(
        credit, Dime, [Model], account: "plan: pro\n" + account, plans: plan, adjust: time is null ? null : options => options with { Time = time });

    private static async Task<IReadOnlyList<HttpStatusCode>> ManyAsync(Bank bank, int count)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => bank.ChatAsync(Model, stream: false)));
        var statuses = answers.Select(a => a.StatusCode).ToArray();
        Array.ForEach(answers, a => a.Dispose());
        return statuses;
    }

    private static async Task<IReadOnlyList<bool>> SomeAsync(Bank bank, int count)
    {
        var served = new List<bool>();
        for (var i = 0; i < count; i++)
        {
            using var answer = await bank.ChatAsync(Model, stream: false);
            served.Add(answer.IsSuccessStatusCode);
        }

        return served;
    }

    /// <summary>What each period's wallet still has, by its beginning, after all is settled; the books add up.</summary>
    private static async Task<IReadOnlyList<long>> CheckedAsync(Bank bank, int records)
    {
        await bank.ChargesAsync(records);
        await ReleaseAsync(bank);
        Assert.Empty(await bank.Gateway.Host.Services.GetRequiredService<ILedgerBook>().CheckAsync(TestContext.Current.CancellationToken));
        return await bank.RowsAsync<long>("SELECT w.available_nanos FROM plan_wallets p JOIN wallets w ON w.id = p.wallet_id WHERE w.reserved_nanos = 0 ORDER BY p.starts_at");
    }

    private static Task ReleaseAsync(Bank bank) =>
        bank.Gateway.Host.Services.GetRequiredService<WalletDesk>().ReleaseAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

    private static async Task<long> OwnAsync(Bank bank) => (await bank.RowsAsync<long>("SELECT available_nanos + reserved_nanos FROM wallets WHERE id = account_id")).Single();

    private static async Task<(string? Amount, string? Used, string? Left, string? ResetsAt)> ReportAsync(Bank bank)
    {
        using var answer = await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/wallet", null);
        var plan = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("plan");
        return (plan.GetProperty("amount").GetString(), plan.GetProperty("used").GetString(), plan.GetProperty("rest").GetString(), plan.GetProperty("resets_at").GetString());
    }
}
