using System.Data.Common;
using Dapper;
using Gantry.Billing.Caps;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>Rates that the way of money bears on a real file (reliability D-1, D-2, L-41). The figures of the reference are asserted in the long run only.</summary>
[Collection(AloneCollection.Name)]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int PerSecond = 5_000;

    /// <summary>How long D-1 drives: <c>GANTRY_LOAD_SECONDS</c> shortens the ten minutes of the reference.</summary>
    private static TimeSpan Length => TimeSpan.FromSeconds(
        !TestRun.IsLong ? 3 : int.TryParse(Environment.GetEnvironmentVariable("GANTRY_LOAD_SECONDS"), out var seconds) ? seconds : 600);

    [Fact]
    public async Task D_1_Five_thousand_requests_a_second_are_as_many_rows_and_none_waits_for_long()
    {
        await using var rig = await LoadRig.OpenAsync(wallets: 500, dollars: 100_000);

        var rate = await rig.DriveAsync(PerSecond, Length);
        await rig.CaughtUpAsync(TimeSpan.FromSeconds(60));

        output.WriteLine($"{rate:0}/s for {Length.TotalSeconds:0} s, {rig.Served} served, {rig.Refused} turned away, lag {rig.Lags}, fill {rig.Fill:P1}, hold {rig.Holds}, {rig.Batches.Count} batches {rig.Batches}");
        Assert.Empty(rig.Failures);
        await AssertBooksAsync(rig);
        if (!TestRun.IsLong) return;
        Assert.Equal((long)(PerSecond * Length.TotalSeconds), rig.Served);
        Assert.InRange(rig.Lags.At(0.99).TotalSeconds, 0, 2);
        Assert.InRange(rig.Fill, 0, 0.5);
    }

    [Fact]
    public async Task D_2_Database_that_stands_still_under_load_turns_away_and_loses_nothing()
    {
        var pause = TimeSpan.FromSeconds(TestRun.IsLong ? 60 : 6);
        await using var rig = await LoadRig.OpenAsync(wallets: 500, dollars: 100_000);
        await rig.DriveAsync(PerSecond, TimeSpan.FromSeconds(1));
        Task<double> driving;
        await using (await TestStore.HoldAsync(rig.Database))
        {
            driving = rig.DriveAsync(PerSecond, pause + TimeSpan.FromSeconds(1));
            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }

        var behind = rig.Writer.Backlog;
        var rate = await driving;
        var caughtUp = await rig.CaughtUpAsync(TimeSpan.FromSeconds(120));

        output.WriteLine(
            $"{rate:0}/s, paused {pause.TotalSeconds:0} s, {rig.Served} served, {rig.Refused} turned away, {behind} behind at its end, caught up {caughtUp.TotalSeconds:0.0} s after the load, lag {rig.Lags}, fill {rig.Fill:P1}");
        Assert.Empty(rig.Failures);
        Assert.True(behind > 0);
        Assert.Equal(0, rig.Writer.Backlog);
        await AssertBooksAsync(rig);
    }

    [Fact]
    public async Task L_41_Holds_of_a_thousand_requests_a_second_do_not_wait_for_readers_vacuum_and_backup()
    {
        var length = TimeSpan.FromSeconds(TestRun.IsLong ? 15 : 5);
        await using var rig = await LoadRig.OpenAsync(wallets: 10, dollars: 10_000);

        // The first request of a wallet waits for a commit, and the first refills show how fast it spends.
        await rig.DriveAsync(1_000, TimeSpan.FromSeconds(1));
        rig.ForgetHolds();
        var driving = rig.DriveAsync(1_000, length);
        using var end = new CancellationTokenSource();
        var reading = Enumerable.Range(0, 8).Select(reader => ReadAsync(rig.Ledger, reader, end.Token)).ToArray();
        var upkeep = UpkeepAsync(await TestStore.ConnectAsync(rig.Database), rig.Database, end.Token);
        var rate = await driving;
        await end.CancelAsync();
        var reads = (await Task.WhenAll(reading)).Sum();
        var (rounds, longest) = await upkeep;
        await rig.CaughtUpAsync(TimeSpan.FromSeconds(60));

        output.WriteLine($"{rate:0}/s, {reads} reads, {rounds} rounds of upkeep, longest VACUUM {longest.TotalMilliseconds:0} ms, {rig.Refused} turned away, hold {rig.Holds}, lag {rig.Lags}, batches {rig.Batches}");
        Assert.Empty(rig.Failures);
        Assert.Equal(0, rig.Refused);
        Assert.True(rounds > 0);
        await AssertBooksAsync(rig);
        if (TestRun.IsLong) Assert.InRange(rig.Holds.At(0.99).TotalMilliseconds, 0, 15);
    }

    private static async Task AssertBooksAsync(LoadRig rig)
    {
        Assert.Equal(rig.Served, await rig.Ledger.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records"));
        Assert.Equal(rig.Served, await rig.Ledger.ScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'settle'"));
        Assert.Equal(rig.Served * LoadRig.Cost, await rig.Ledger.ScalarAsync<long>("SELECT SUM(charged_nanos) FROM usage_hourly"));
        Assert.Equal(0, await rig.Ledger.ScalarAsync<long>("SELECT SUM(overrun_nanos) FROM usage_hourly"));
        if (rig.Served < 100_000) Assert.Empty(await rig.Ledger.BrokenAsync());
    }

    private static async Task<int> ReadAsync(LedgerRig ledger, int reader, CancellationToken end)
    {
        var reads = 0;
        for (; !end.IsCancellationRequested; reads++)
        {
            await ledger.BalanceAsync(reader);
            await ledger.Ledger.SpentAsync(SpendScope.Key, LedgerRig.Key(reader).ToString(), null, 0, CancellationToken.None);
            await Task.Delay(2, CancellationToken.None);
        }

        return reads;
    }

    // As another process: on a thread of its own, where it waits for its turn as long as it must.
    private static Task<(int Rounds, TimeSpan Longest)> UpkeepAsync(DbConnection opened, string database, CancellationToken end) => Task.Factory.StartNew(
        () =>
        {
            using var connection = opened;
            var longest = TimeSpan.Zero;
            var rounds = 0;
            do
            {
                var since = TimeProvider.System.GetTimestamp();
                connection.Execute("VACUUM", commandTimeout: 60);
                longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, TimeProvider.System.GetElapsedTime(since).Ticks));
                var copy = $"{database}-{rounds++}";
                // Backups of PostgreSQL are readers as others are.
                if (TestStore.IsPostgres) continue;
                connection.Execute("VACUUM INTO @copy", new { copy });
                File.Delete(copy);
            }
            while (!end.WaitHandle.WaitOne(500));
            return (rounds, longest);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
