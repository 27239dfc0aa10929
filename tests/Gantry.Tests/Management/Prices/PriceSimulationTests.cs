using System.Numerics;
using System.Text.Json;
using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Billing;
using Gantry.Billing.Exports;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Prices;
using Gantry.Protocols;
using Gantry.Tests.Billing.Pricing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Management.Prices;

/// <summary>Past requests are billed once more: at the same prices to the same nano-dollar, at others as an oracle bills them, and what cannot be is named.</summary>
public sealed class PriceSimulationTests
{
    private const int Requests = 2500;
    private static readonly ChargeReason[] Reasons = Enum.GetValues<ChargeReason>();

    [Fact]
    public async Task Same_prices_give_what_was_billed_for_every_request_and_other_prices_what_an_oracle_bills()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var random = new Random(68);
        var prices = await PriceAsync(gateway, random);
        var account = (await gateway.RowsAsync()).Accounts.Single(a => a.Email == ManageGateway.User).Id;
        var now = TimeProvider.System.GetUtcNow();
        var records = Enumerable.Range(0, Requests).Select(number => Record(number, now.AddMinutes(-random.Next(60 * 24 * 29)), account, prices[random.Next(prices.Count)], random)).ToList();
        foreach (var batch in records.Chunk(500)) await gateway.Service<IUsageStore>().InsertAsync(batch, TestContext.Current.CancellationToken);

        var same = await gateway.ExpectAsync(200, "GET", "prices/simulation?factor=1", ManageGateway.Admin);
        var total = same.GetProperty("total");
        Assert.Empty(same.GetProperty("uncomputed").EnumerateArray());
        Assert.Equal((Requests, 0, 0, Requests), (same.GetProperty("records").GetInt32(), same.GetProperty("unbilled").GetInt32(), same.GetProperty("gone").GetInt32(), total.GetProperty("requests").GetInt32()));
        Assert.Equal(Dollars(records.Aggregate(BigInteger.Zero, (sum, r) => sum + r.Charge!.CostNanos)), total.GetProperty("billed").GetString());
        Assert.Equal((total.GetProperty("billed").GetString(), "0.00"), (total.GetProperty("simulated").GetString(), total.GetProperty("difference").GetString()));
        Assert.All(same.GetProperty("models").EnumerateArray(), m => Assert.Equal("0.00", m.GetProperty("difference").GetString()));

        // A list that knows m alone: what a group has priced itself stays.
        var newPrice = JsonElement.Parse("""{"input":4000000001,"output":17000000003}""");
        var oracle = new PriceOracle(newPrice);
        var draft = new PriceSimulationDraft { Import = new PriceImportDraft { Text = """{"m": {"litellm_provider": "x", "input_cost_per_token": 4.000000001e-06, "output_cost_per_token": 1.7000000003e-05}}""" } };
        var other = await gateway.Service<IPriceSimulation>().RunAsync(Admin(account), draft, null, TestContext.Current.CancellationToken);
        var (expected, interrupted, kept) = (BigInteger.Zero, 0, 0);
        foreach (var record in records)
        {
            var charge = record.Charge!;
            var version = prices.Single(p => p.Id == charge.PriceVersion);
            var isList = version.Book == PriceBook.List && version.Model == "m";
            if (version.Book != PriceBook.List) kept++;
            if (charge.Reason == ChargeReason.Swept && charge.CostNanos == 0 && isList && charge.MultiplierPpm > 0 && Then(version, record) == 0) interrupted++;
            else if (charge.Reason is ChargeReason.NothingDelivered or ChargeReason.Waived || (charge.Reason == ChargeReason.Swept && charge.CostNanos == 0)) expected += 0;
            else expected += isList ? (BigInteger)oracle.Cost(record.Usage, charge.Tier, charge.MultiplierPpm) : charge.CostNanos;
        }

        Assert.True(interrupted > 0 && kept > 0);
        Assert.Equal((Dollars(expected), (long)kept, (long)(Requests - interrupted)), (other.Total.Simulated, other.Total.AtGroupPrice, other.Total.Requests));
        var uncomputed = Assert.Single(other.Uncomputed);
        Assert.Equal((UncomputedRequests.Interrupted, (long)interrupted, "0.00"), (uncomputed.Reason, uncomputed.Requests, uncomputed.Billed));
        Assert.Equal(Math.Min(interrupted, UncomputedRequests.MostNamed), uncomputed.RequestIds.Count);
    }

    [Fact]
    public async Task Real_requests_are_computed_again_to_the_nano_dollar_and_what_cannot_be_is_named()
    {
        await using var gateway = await ManageGateway.StartAsync();
        await gateway.ExpectAsync(200, "PATCH", "models/m/prices", ManageGateway.Owner, """{"price":{"free":false,"input":"3.000000001","output":"15.00"}}""");
        var secret = (await gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"k","groups":["all"]}""")).GetProperty("secret").GetString()!;
        var paid = 0;
        await ManageGateway.UntilAsync(async () =>
        {
            // The key and the price come into force a moment later.
            using var answer = await gateway.Gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"hello"}]}""", ("authorization", $"Bearer {secret}"));
            if (answer.IsSuccessStatusCode) paid++;
            return paid == 3;
        });
        var account = (await gateway.RowsAsync()).Accounts.Single(a => a.Email == ManageGateway.User).Id;
        await ManageGateway.UntilAsync(async () => (await SimulateAsync("1")).GetProperty("total").GetProperty("requests").GetInt32() == 3);
        var same = await SimulateAsync("1");
        Assert.Equal(("0.00", 0), (same.GetProperty("total").GetProperty("difference").GetString(), same.GetProperty("uncomputed").GetArrayLength()));
        Assert.NotEqual("0.00", same.GetProperty("total").GetProperty("billed").GetString());
        // Costs are rounded up, so twice the price may be a nano-dollar less than twice the cost.
        Assert.Equal("100.00", (await SimulateAsync("2")).GetProperty("models")[0].GetProperty("percent").GetString());

        var version = (await gateway.Service<IPriceStore>().CurrentAsync(TestContext.Current.CancellationToken)).Single(v => v.Model == "m" && v.Book == PriceBook.List);
        var whole = Record(1, TimeProvider.System.GetUtcNow(), account, version, new Random(1)) with { RequestId = "req_off" };
        await gateway.Service<IUsageStore>().InsertAsync(
            [
                whole with { Charge = whole.Charge! with { Reason = ChargeReason.Usage, CostNanos = Then(version, whole) + 1 } },
                whole with { RequestId = "req_gone", Trail = [], Charge = whole.Charge! with { PriceVersion = "of another gateway" } },
                whole with { RequestId = "req_refused", Charge = null, Attempts = 0, Trail = [] },
            ],
            TestContext.Current.CancellationToken);
        var odd = await SimulateAsync("2");
        Assert.Equal(
            ["not_reproduced req_off", "unknown_version req_gone"],
            odd.GetProperty("uncomputed").EnumerateArray().Select(u => $"{u.GetProperty("reason").GetString()} {Assert.Single(u.GetProperty("request_ids").EnumerateArray()).GetString()}"));
        Assert.Equal((3, 1), (odd.GetProperty("total").GetProperty("requests").GetInt32(), odd.GetProperty("unbilled").GetInt32()));

        // Records go sooner than the sums of their hours: that is told as well.
        await using (var connection = new SqliteConnection($"Data Source={gateway.Gateway.Database};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 30000; DELETE FROM usage_records WHERE request_id = 'req_off'";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, (await SimulateAsync("1")).GetProperty("gone").GetInt32());

        Task<JsonElement> SimulateAsync(string factor) => gateway.ExpectAsync(200, "GET", $"prices/simulation?factor={factor}&model=m", ManageGateway.Admin);
    }

    [Fact]
    public async Task Reading_is_told_cancelled_and_one_at_a_time()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var account = (await gateway.RowsAsync()).Accounts.Single(a => a.Email == ManageGateway.Admin).Id;
        var version = (await gateway.Service<IPriceStore>().CurrentAsync(TestContext.Current.CancellationToken))[0];
        await gateway.Service<IUsageStore>().InsertAsync([Record(1, TimeProvider.System.GetUtcNow().AddHours(-1), account, version, new Random(1))], TestContext.Current.CancellationToken);
        var service = gateway.Service<IPriceSimulation>();
        var draft = new PriceSimulationDraft { Factor = "1.5" };
        using var stop = new CancellationTokenSource();
        var told = new List<PriceSimulationProgress>();
        await Assert.ThrowsAsync<OperationCanceledException>(() => service.RunAsync(Admin(account), draft, new Told(p => { told.Add(p); stop.Cancel(); }), stop.Token));
        Assert.Equal(1, Assert.Single(told).Records);
        using (gateway.Service<ExportTurns>().TryBegin(account))
            Assert.Equal("export_running", (await gateway.ExpectAsync(429, "GET", "prices/simulation?factor=1", ManageGateway.Admin)).GetProperty("code").GetString());
        Assert.Equal(1, (await service.RunAsync(Admin(account), draft, null, TestContext.Current.CancellationToken)).Records);
    }

    [Fact]
    public async Task What_cannot_be_simulated_is_refused_at_its_field()
    {
        await using var gateway = await ManageGateway.StartAsync();
        (string Query, string Field)[] wrong =
        [
            ("", "factor"), ("factor=0", "factor"), ("factor=-1", "factor"), ("factor=1001", "factor"), ("factor=1.0000001", "factor"), ("factor=1&model=no-such", "models[0]"),
            ("factor=1&from=2026-01-02&to=2026-01-01", "from"), ("factor=1&from=2026-01-01&to=2026-05-01", "from"),
        ];
        foreach (var (query, field) in wrong)
            Assert.Equal(field, Assert.Single((await gateway.ExpectAsync(400, "GET", $"prices/simulation?{query}", ManageGateway.Admin)).GetProperty("errors").EnumerateObject()).Name);
    }

    /// <summary>Some prices of m one after the other, the first of them free, and a group's own of n.</summary>
    private static async Task<List<PriceVersion>> PriceAsync(ManageGateway gateway, Random random)
    {
        var catalog = gateway.Service<ICatalogStore>();
        for (var i = 0; i < 6; i++)
        {
            var price = JsonElement.Parse(i == 5 ? """{"input":1,"output":2}""" : RandomPriceTests.Price(random)).Deserialize(CatalogJson.Default.ModelPrice)!;
            await catalog.EditAsync<bool>(
                rows =>
                {
                    var (model, group) = (rows.Models.Single(m => m.Id == "m"), rows.Groups.Single());
                    return ([new RowChange(model with { Price = price }, model), new RowChange(group with { Prices = [new GroupPrice { Model = "n", Price = price }] }, group)], true);
                },
                AuditNote.OfCommand("price.change"),
                TestContext.Current.CancellationToken);
        }

        return [.. (await gateway.Service<IPriceStore>().AllAsync(TestContext.Current.CancellationToken)).Values.Where(v => !v.IsEnd).OrderBy(v => v.Id, StringComparer.Ordinal)];
    }

    private static UsageRecord Record(int number, DateTimeOffset at, Guid account, PriceVersion version, Random random)
    {
        long[] factors = [1_000_000, 300_000, 2_500_000, 0, random.Next(1, 5_000_000)];
        var reason = Reasons[random.Next(Reasons.Length)];
        var record = new UsageRecord
        {
            RequestId = $"req_{number}",
            StartedAt = at,
            AccountId = account,
            Group = "all",
            Model = version.Model,
            Upstream = "sim",
            Protocol = Protocol.Messages,
            Operation = Operation.Chat,
            Status = 200,
            Outcome = UsageOutcome.Completed,
            Usage = RandomPriceTests.Usage(random),
            UsageSource = UsageSource.Reported,
            Attempts = 1,
            Charge = new UsageCharge { WalletId = account, PriceVersion = version.Id, MultiplierPpm = factors[random.Next(factors.Length)], Tier = (ServiceTier)random.Next(4), Reason = reason },
            Trail = [new AttemptRecord { Id = Guid.CreateVersion7(at), Number = 1, Upstream = "sim", UpstreamModel = "m", CostStatus = AttemptCostStatus.Unknown }],
        };
        var isNothing = reason is ChargeReason.NothingDelivered or ChargeReason.Waived || (reason == ChargeReason.Swept && random.Next(2) == 0);
        var cost = isNothing ? 0 : Then(version, record);
        return record with { Charge = record.Charge with { CostNanos = cost, FromWalletNanos = cost } };
    }

    private static long Then(PriceVersion version, UsageRecord record) =>
        PriceEngine.Cost(new PinnedPrice(version, record.Charge!.MultiplierPpm), new BilledUsage(record.Usage, record.Charge.Tier, record.Charge.Variant)).Nanos;

    private static Caller Admin(Guid account) => new() { AccountId = account, Email = ManageGateway.Admin, Role = AccountRole.Admin };

    private static string Dollars(BigInteger nanos) => DecimalText.Format((Int128)nanos, DecimalText.Nano, 2);

    private sealed class Told(Action<PriceSimulationProgress> tell) : IProgress<PriceSimulationProgress>
    {
        public void Report(PriceSimulationProgress value) => tell(value);
    }
}
