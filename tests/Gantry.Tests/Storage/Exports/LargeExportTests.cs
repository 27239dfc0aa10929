using System.Diagnostics;
using Gantry.Billing.Exports;
using Gantry.Storage;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Storage.Exports;

/// <summary>Alone: it looks at the memory of the process.</summary>
[Collection(AloneCollection.Name)]
public sealed class LargeExportTests
{
    private const long MostBytes = 64 << 20;

    [Theory]
    [InlineData(200_000)]
    [InlineData(10_000_000)]
    public async Task L_61_Sum_of_a_large_export_is_the_ledger_and_memory_stays_flat(int records)
    {
        Assert.SkipUnless(records < 1_000_000 || TestRun.IsLong, "Ten million records take minutes and gigabytes: run ./test --long.");
        using var folder = new TempFolder();
        await using var rig = await LedgerRig.OpenAsync(1, await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None));
        await FillAsync(rig, records);
        var ledger = await rig.ScalarAsync<long>("SELECT -SUM(amount_nanos) FROM ledger_lines WHERE account = 'available'");
        var export = new UsageExport(new UsageExportStore(rig.Database), new PriceStore(rig.Database, rig.Time));
        var filter = new ExportFilter(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, LedgerRig.Wallet());

        // Once in small, so that what is loaded for the first export only is not counted.
        await foreach (var piece in export.StreamAsync(filter with { To = DateTimeOffset.UnixEpoch.AddHours(1) }, ExportFormat.Csv, ExportColumns.Owner, CancellationToken.None)) Assert.False(piece.IsEmpty);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var resident = Resident();
        var clock = Stopwatch.StartNew();
        var sum = new CsvSum("charged");
        var (live, pieces) = (0L, 0);
        await foreach (var piece in export.StreamAsync(filter, ExportFormat.Csv, ExportColumns.Owner, CancellationToken.None))
        {
            sum.Add(piece.Span);
            if (pieces++ % (records / 10_000) == 0) live = Math.Max(live, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        var grown = Resident() - resident;
        TestContext.Current.TestOutputHelper?.WriteLine($"{records} records in {clock.Elapsed}: {live >> 10} KiB live, resident memory +{grown >> 20} MiB");
        Assert.Equal((records, ledger), (sum.Rows, sum.Nanos));
        Assert.InRange(live, 0, MostBytes / 4);
        Assert.InRange(grown, long.MinValue, MostBytes);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(10), $"it took {clock.Elapsed}");
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static async Task FillAsync(LedgerRig rig, int records)
    {
        const int batch = 100_000;
        for (var first = 0; first < records; first += batch)
        {
            var numbers = $"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {first + batch - 1})";
            await rig.SqlAsync(
                $"""
                {numbers} INSERT INTO usage_records (request_id, started_at, key_id, account_id, group_name, model, protocol, operation, streamed, status, outcome,
                    uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output, image_output, images,
                    audio_seconds, web_searches, usage_source, duration_micros, attempts, request_bytes, response_bytes, wallet_id, cost_nanos, charged_nanos)
                SELECT 'req_' || i, i * 1000, '{LedgerRig.Key()}', '{LedgerRig.Wallet()}', 'all', 'claude-sonnet-4-5', 'messages', 'chat', 1, 200, 'completed',
                    i % 4096, 0, 0, 0, i % 512, 0, 0, 0, 0, 0, 0, 0, 0, 'reported', 1000, 1, 100, 1000, '{LedgerRig.Wallet()}', i * 7919 % 1000003, i * 7919 % 1000003 FROM n
                """);
            await rig.SqlAsync($"{numbers} INSERT INTO ledger_lines (transaction_id, account, amount_nanos) SELECT 'settle:req_' || i, 'available', -(i * 7919 % 1000003) FROM n");
        }
    }
}
