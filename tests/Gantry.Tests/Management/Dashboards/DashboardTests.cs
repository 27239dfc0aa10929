using System.Text.Json;
using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Management.Dashboards;

/// <summary>The dashboard's figures by the API, against records that were settled from a wallet.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task Dashboard_adds_up_what_was_settled()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var user = (await gateway.Service<ICatalogStore>().LoadAsync(TestContext.Current.CancellationToken)).Accounts.Single(account => account.Email == ManageGateway.User).Id;
        var now = TimeProvider.System.GetUtcNow();
        // The user has $100; the last of these is dearer than what is left.
        await gateway.Service<IUsageStore>().InsertAsync(
            [
                Record(1, now, user, dollars: 30) with { FirstContentMicros = 400_000, DurationMicros = 2_000_000 },
                Record(2, now.AddDays(-3), user, dollars: 20) with { Outcome = UsageOutcome.Failed, Status = 502, ErrorOrigin = ErrorOrigin.Upstream, ErrorCode = "overloaded" },
                Record(3, now.AddDays(-20), user, dollars: 60) with { Model = "second" },
            ],
            TestContext.Current.CancellationToken);

        var day = await gateway.ExpectAsync(200, "GET", "dashboard", ManageGateway.Admin);
        Assert.Equal(("24h", 24, 1L, "30.00"), (day.GetProperty("window").GetString(), day.GetProperty("points").GetArrayLength(), Number(day, "requests"), Money(day, "charged")));
        var week = await gateway.ExpectAsync(200, "GET", "dashboard?window=7d", ManageGateway.Admin);
        Assert.Equal((7, 2L, 1L, "50.00"), (week.GetProperty("points").GetArrayLength(), Number(week, "requests"), Number(week, "failed"), Money(week, "charged")));
        var month = await gateway.ExpectAsync(200, "GET", "dashboard?window=30d", ManageGateway.Owner);
        Assert.Equal((30, 3L, "110.00", "100.00", "10.00", "3.00"), (month.GetProperty("points").GetArrayLength(), Number(month, "requests"), Money(month, "cost"), Money(month, "charged"), Money(month, "overrun"), Money(month, "upstream_cost")));
        Assert.Equal((3L, 1L), (Number(month, "attempts"), Number(month, "unknown_attempts")));
        var failure = Assert.Single(month.GetProperty("failures").EnumerateArray());
        Assert.Equal(("upstream", "overloaded", 502, 1), (failure.GetProperty("origin").GetString(), failure.GetProperty("code").GetString(), failure.GetProperty("status").GetInt32(), failure.GetProperty("requests").GetInt32()));
        Assert.Equal(["first", "second"], month.GetProperty("models").EnumerateArray().Select(rank => rank.GetProperty("name").GetString()));
        Assert.Equal(ManageGateway.User, Assert.Single(month.GetProperty("accounts").EnumerateArray()).GetProperty("label").GetString());
        var paces = day.GetProperty("total").GetProperty("first_content");
        Assert.Equal(1, paces.GetProperty("requests").GetInt64());
        Assert.InRange(paces.GetProperty("p99_micros").GetInt64(), 350_000, 450_000);
        Assert.Equal("invalid_request", (await gateway.ExpectAsync(400, "GET", "dashboard?window=1y", ManageGateway.Admin)).GetProperty("code").GetString());
        await gateway.ExpectAsync(403, "GET", "dashboard", ManageGateway.User);
    }

    private static long Number(JsonElement view, string name) => view.GetProperty("total").GetProperty(name).GetInt64();

    private static string? Money(JsonElement view, string name) => view.GetProperty("total").GetProperty(name).GetProperty("amount").GetString();

    private static UsageRecord Record(int number, DateTimeOffset at, Guid account, long dollars) => new()
    {
        RequestId = $"req_{number}",
        StartedAt = at,
        AccountId = account,
        Group = "g",
        Model = "first",
        Upstream = "u",
        Protocol = Protocol.Messages,
        Operation = Operation.Chat,
        Streamed = true,
        Status = 200,
        Outcome = UsageOutcome.Completed,
        UsageSource = UsageSource.Reported,
        Attempts = 1,
        Charge = new UsageCharge { WalletId = account, CostNanos = dollars * 1_000_000_000, FromWalletNanos = dollars * 1_000_000_000, PriceVersion = "p", MultiplierPpm = 1_000_000 },
        Trail = [new AttemptRecord { Id = Guid.CreateVersion7(at), Number = 1, Upstream = "u", UpstreamModel = "m", CostNanos = number == 2 ? 0 : 1_500_000_000, CostStatus = number == 2 ? AttemptCostStatus.Unknown : AttemptCostStatus.Exact }],
    };
}
