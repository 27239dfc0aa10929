using Gantry.Tests.Relay.Money;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Owner;

/// <summary>Sums of usage for the owner of a key.</summary>
public sealed class UsageEndpointTests
{
    private const string Cheap = "sim-text-usage-in1000-out100";
    private const string Dear = "sim-text-usage-in3001-out7";

    [Theory]
    [InlineData("day", 1)]
    [InlineData("model", 2)]
    [InlineData("key", 1)]
    public async Task D_8_Sums_equal_the_ledger_to_the_nano_dollar(string grouping, int rows)
    {
        await using var bank = await Bank.OpenAsync("1.00", "input: 3.333, output: 15.001", [Cheap, Dear], group: "multiplier: 0.37");
        for (var i = 0; i < 6; i++)
        {
            using var answer = await bank.ChatAsync(i % 2 == 0 ? Cheap : Dear, stream: i > 2);
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }

        await bank.ChargesAsync(6);
        using var response = await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/usage?group_by=" + grouping, null);
        var told = await response.JsonAsync();

        var settled = Assert.Single(await bank.RowsAsync<long>(
            "SELECT SUM(l.amount_nanos) FROM ledger_lines l JOIN ledger_transactions t ON t.id = l.transaction_id WHERE t.kind = 'settle' AND l.account NOT IN ('available', 'reserved', 'debt')"));
        Assert.True(settled != 0);
        Assert.Equal(Math.Abs(settled), (long)told["total"]!["charged_nanos"]!);
        Assert.Equal(6, (long)told["total"]!["requests"]!);
        var data = told["data"]!.AsArray();
        Assert.Equal(rows, data.Count);
        Assert.Equal((long)told["total"]!["paid_nanos"]!, data.Sum(row => (long)row!["paid_nanos"]!));
        Assert.All(data, row => Assert.NotEmpty((string)row![grouping]!));
    }

    [Theory]
    [InlineData("day")]
    [InlineData("model")]
    [InlineData("key")]
    public async Task Sums_of_one_session_are_those_of_its_requests(string grouping)
    {
        await using var bank = await Bank.OpenAsync("1.00", "input: 3.333, output: 15.001", [Cheap, Dear]);
        foreach (var (model, header, session) in ((string, string, string)[])[(Cheap, "x-claude-code-session-id", "one"), (Dear, "session_id", "one"), (Cheap, "x-session-id", "two"), (Dear, "x-nothing", "one")])
            (await bank.ChatAsync(model, stream: false, "hello", (header, session))).EnsureSuccessStatusCode();
        var charges = await bank.ChargesAsync(4);

        using var response = await bank.Gateway.SendAsync(HttpMethod.Get, $"/v1/usage?session=one&group_by={grouping}", null);
        var told = await response.JsonAsync();
        Assert.Equal(2, (long)told["total"]!["requests"]!);
        Assert.Equal(charges.Take(2).Sum(charge => charge.ChargedNanos), (long)told["total"]!["charged_nanos"]!);
        Assert.Equal(grouping == "model" ? 2 : 1, told["data"]!.AsArray().Count);
        using var none = await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/usage?session=three", null);
        Assert.Equal(0, (long)(await none.JsonAsync())["total"]!["requests"]!);
        Assert.DoesNotContain("one", await bank.RowsAsync<string>("SELECT COALESCE(session, '') FROM usage_records"));
        // A session that is asked for again and again is found without reading all that its account has ever sent.
        var plan = await bank.RowsAsync<Step>("EXPLAIN QUERY PLAN SELECT COUNT(*) FROM usage_records WHERE account_id = 'a' AND session = 'b' AND started_at >= 1 AND started_at < 2");
        Assert.Contains(plan, step => step.Detail.Contains("usage_records_session", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("from=yesterday")]
    [InlineData("to=2026-01-01T10:30:00Z")]
    [InlineData("from=2026-01-02&to=2026-01-01")]
    [InlineData("group_by=upstream")]
    public async Task Question_that_cannot_be_answered_exactly_is_refused(string query)
    {
        await using var bank = await Bank.OpenAsync("1.00", "input: 1", [Cheap]);
        using var response = await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/usage?" + query, null);
        await response.JsonAsync(400);
    }

    private sealed record Step
    {
        public string Detail { get; init; } = "";
    }
}
