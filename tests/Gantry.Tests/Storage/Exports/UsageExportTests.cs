using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Gantry.Billing;
using Gantry.Billing.Exports;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Protocols.Hub;
using Gantry.Storage;
using Gantry.Tests.Billing.Exports;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Storage.Exports;

public sealed class UsageExportTests
{
    private static readonly ExportFilter Everything = new(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Jsonl)]
    public async Task Sums_of_the_columns_are_the_ledger_and_every_bill_can_be_computed_again(ExportFormat format)
    {
        await using var rig = await LedgerRig.OpenAsync(3);
        await PriceAsync(rig);
        var price = new PinnedPrice((await new PriceStore(rig.Database, rig.Time).FindAsync("v1", CancellationToken.None))!, 1_250_000);
        var random = new Random(61);
        for (var account = 0; account < 3; account++) await rig.PostAsync(2_000_000_000, wallet: account);
        var records = new List<UsageRecord>();
        for (var i = 0; i < 2500; i++)
        {
            // Many at one moment: pages end in the middle of it.
            if (i % 600 == 0) rig.Time.Now = rig.Time.Now.AddMinutes(7);
            var usage = new Usage { UncachedInput = random.Next(4000), CacheRead = random.Next(4000), Output = 50 + random.Next(400), Reasoning = random.Next(50), WebSearches = random.Next(2) };
            var cost = PriceEngine.Cost(price, new BilledUsage(usage, ServiceTier.Flex)).Nanos;
            var request = rig.Request($"req_{i}", cost, cost, i % 3);
            records.Add(request with { Model = i == 7 ? "=1,\"2\"" : "m", Group = "g", Usage = usage, Charge = request.Charge! with { MultiplierPpm = 1_250_000, Tier = ServiceTier.Flex } });
        }

        foreach (var batch in records.Chunk(500)) await rig.SettleAsync(batch);
        Assert.Equal(PostingResult.Posted, await rig.PostAsync(5, LedgerKind.Refund, 1, requestId: "req_1"));
        var rows = Read(format, await ExportAsync(rig, Everything, format));

        Assert.Equal(records.Select(r => r.RequestId).Order(), rows.Select(r => r["request_id"]).Order());
        Assert.Equal(rows.OrderBy(r => r["started_at"], StringComparer.Ordinal).ThenBy(r => r["request_id"], StringComparer.Ordinal), rows);
        Assert.Equal(format == ExportFormat.Csv ? "'=1,\"2\"" : "=1,\"2\"", rows.Single(r => r["request_id"] == "req_7")["model"]);
        foreach (var (column, sql) in ((string, string)[])
        [
            ("charged", "SELECT -SUM(amount_nanos) FROM ledger_lines l JOIN ledger_transactions t ON t.id = l.transaction_id WHERE kind = 'settle' AND account IN ('available', 'reserved')"),
            ("overrun", "SELECT -SUM(amount_nanos) FROM ledger_lines WHERE account = 'house:overrun'"),
            ("cost", "SELECT SUM(amount_nanos) FROM ledger_lines WHERE account = 'house:revenue'"),
            ("refunded", "SELECT -SUM(amount_nanos) FROM ledger_lines WHERE account = 'house:refund'"),
        ])
            Assert.Equal(await rig.ScalarAsync<long>(sql), (long)rows.Aggregate(BigInteger.Zero, (sum, row) => sum + Nanos(row[column])));
        Assert.True(rows.Sum(r => Nanos(r["overrun"])) > 0);

        string[] billed = [.. rows[0].Keys.Where(name => name.StartsWith("billed_", StringComparison.Ordinal))];
        Assert.Equal(Enum.GetValues<PriceDimension>().Length, billed.Length);
        foreach (var row in rows)
        {
            var sum = billed.Where(name => row[name].Length > 0).Aggregate(BigInteger.Zero, (total, name) => total + long.Parse(row[name], CultureInfo.InvariantCulture) * (BigInteger)Nanos(row["price_" + name["billed_".Length..]]));
            var exact = sum * long.Parse(row["multiplier"].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            Assert.Equal(Nanos(row["cost"]), (long)((exact + 999_999_999_999) / 1_000_000_000_000));
            Assert.Equal("flex", row["service_tier"]);
        }
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_exported()
    {
        await using var rig = await LedgerRig.OpenAsync(2);
        var noon = rig.Time.Now;
        for (var i = 0; i < 8; i++)
        {
            rig.Time.Now = noon.AddHours(i / 2);
            await rig.SettleAsync(rig.Request($"req_{i}", 0, 0, i % 2) with { Model = i < 4 ? "old" : "new" });
        }

        Assert.Equal("0 2 4 6", await IdsAsync(Everything with { AccountId = LedgerRig.Wallet() }));
        Assert.Equal("1 3 5 7", await IdsAsync(Everything with { KeyId = LedgerRig.Key(1) }));
        Assert.Equal("4 5 6 7", await IdsAsync(Everything with { Model = "new" }));
        Assert.Equal("2 3 4 5", await IdsAsync(Everything with { From = noon.AddHours(1), To = noon.AddHours(3) }));
        Assert.Equal("5", await IdsAsync(new ExportFilter(noon.AddHours(1), noon.AddHours(3), LedgerRig.Wallet(1), LedgerRig.Key(1), "new")));
        Assert.Equal("", await IdsAsync(Everything with { AccountId = LedgerRig.Wallet(), KeyId = LedgerRig.Key(1) }));

        async Task<string> IdsAsync(ExportFilter filter) =>
            string.Join(' ', Read(ExportFormat.Csv, await ExportAsync(rig, filter, ExportFormat.Csv)).Select(r => r["request_id"]["req_".Length..]));
    }

    private static async Task<string> ExportAsync(LedgerRig rig, ExportFilter filter, ExportFormat format)
    {
        var text = new StringBuilder();
        var export = new UsageExport(new UsageExportStore(rig.Database), new PriceStore(rig.Database, rig.Time));
        await foreach (var piece in export.StreamAsync(filter, format, ExportColumns.House, CancellationToken.None)) text.Append(Encoding.UTF8.GetString(piece.Span));
        return text.ToString();
    }

    private static List<Dictionary<string, string>> Read(ExportFormat format, string text) => format == ExportFormat.Csv
        ? CsvReading.Rows(text)
        :
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonElement.Parse(line).EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString())),
        ];

    private static long Nanos(string dollars)
    {
        Assert.Matches("^[0-9]+[.][0-9]{9}$", dollars);
        return long.Parse(dollars.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    private static async Task PriceAsync(LedgerRig rig)
    {
        await rig.SqlAsync("INSERT INTO price_versions (id, book, model, valid_from, source, free, created_at) VALUES ('v1', 'list', 'm', 0, 'test', 0, 0)");
        foreach (var (position, dimension, price, tier, service) in ((int, string, long, long, string)[])
        [
            (0, "input", 3_000_000_001, 0, "standard"), (1, "output", 15_000_000_007, 0, "standard"), (2, "cache_read", 300_000_000, 0, "standard"),
            (3, "input", 6_000_000_000, 5000, "standard"), (4, "input", 1_500_000_000, 0, "flex"), (5, "reasoning", 9_000_000_000, 0, "flex"),
        ])
        {
            await rig.SqlAsync(
                "INSERT INTO price_lines (version_id, position, dimension, price, tier_tokens, tier_bound, service_tier) VALUES ('v1', @position, @dimension, @price, @tier, 'greater_than', @service)",
                new { position, dimension, price, tier, service });
        }
    }
}
