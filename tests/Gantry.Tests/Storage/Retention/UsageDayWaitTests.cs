using System.Diagnostics;
using Gantry.Billing.Caps;
using Gantry.Billing.Retention;
using Gantry.Storage;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Storage.Retention;

/// <summary>For how long the drop of a day of usage keeps others from PostgreSQL (reliability D-7).</summary>
[Collection(AloneCollection.Name)]
public sealed class UsageDayWaitTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private string? _name;

    public void Dispose()
    {
        if (_name is not null) PostgresCluster.Drop(_name);
    }

    [Fact]
    public async Task D_7_Day_goes_as_one_and_keeps_nobody_for_a_second()
    {
        const int records = 30_000;
        await using var rig = await OpenAsync();
        await rig.PostAsync(1_000_000_000);
        await new UsageRetention(rig.Database).MakeRoomAsync(Today(rig), None);
        for (var batch = 0; batch < records; batch += 3000) await rig.SettleAsync([.. Enumerable.Range(batch, 3000).Select(i => rig.Request($"req_{i}", 1, 1))]);
        var (day, spent) = (Today(rig), await SpentAsync(rig, rig.Run));
        rig.Time.Now = rig.Time.Now.AddDays(91);

        using var stop = new CancellationTokenSource();
        var others = WaitsAsync(rig, stop.Token);
        var dropped = await new UsageRetention(rig.Database).DropAsync(new RetentionTerms().CutAt(rig.Time.Now), None);
        await stop.CancelAsync();
        var waits = await others;

        Assert.Equal((records, records), (dropped.Records, dropped.Attempts));
        Assert.InRange(dropped.Longest, TimeSpan.Zero, TestRun.Limit(1));
        Assert.InRange(waits.Max(), TimeSpan.Zero, TestRun.Limit(1));
        Assert.Null(await rig.ScalarAsync<string>($"SELECT CAST(to_regclass('usage_records_{day:yyyyMMdd}') AS TEXT)"));
        Assert.Equal((spent, records), (await SpentAsync(rig, rig.Run), await SpentAsync(rig, 0)));
        Assert.Empty(await rig.BrokenAsync());
    }

    private static DateOnly Today(LedgerRig rig) => DateOnly.FromDateTime(rig.Time.Now.UtcDateTime);

    private static async Task<long> SpentAsync(LedgerRig rig, long except) =>
        (await rig.Ledger.SpentAsync(SpendScope.Key, LedgerRig.Key().ToString(), null, except, None)).Nanos;

    private async Task<LedgerRig> OpenAsync() =>
        await LedgerRig.OpenAsync(1, await PostgresDatabase.ConnectAsync(_name = await PostgresCluster.NewDatabaseAsync(), None));

    private static async Task<List<TimeSpan>> WaitsAsync(LedgerRig rig, CancellationToken stop)
    {
        var waits = new List<TimeSpan>();
        while (!stop.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            await rig.Ledger.RenewRunAsync(rig.Run, None);
            await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records WHERE started_at > @now", new { now = UnixMicros.Of(rig.Time.Now) });
            waits.Add(Stopwatch.GetElapsedTime(start));
        }

        return waits;
    }
}
